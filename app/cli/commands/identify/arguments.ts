import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { CSV_FIELDS, guessMapping, type CsvMapping } from '../../../../core/identify/encounters/csv-mapping.ts'
import { invalidArgument, ResightError } from '../../../../core/types.ts'
import { parseChoice } from '../../option-values.ts'

/** `field=column`, by the column's name. */
export function mappingOf(header: readonly string[], given: readonly string[] | undefined): CsvMapping {
  const mapping: { [Field in (typeof CSV_FIELDS)[number]]?: number } = { ...guessMapping(header) }
  for (const text of given ?? []) {
    const [field = '', column = ''] = text.split('=', 2)
    const at = header.indexOf(column)
    if (at < 0) throw invalidArgument('--map', `FIELD=COLUMN with one of the columns ${header.join(', ')}`, text)
    mapping[parseChoice(CSV_FIELDS, '--map', field)] = at
  }
  return mapping
}

export function argument(args: readonly string[], at: number, what: string): string {
  const value = args[at]
  if (value === undefined)
    throw new ResightError('invalid-argument', `This action needs ${what}`, {
      remedy: 'See `resight identify --help`.',
    })
  return value
}

export function evaluationLibrary(folder: string): string {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)
  return join(envPaths('resight', { suffix: '' }).cache, 'identify-eval', name)
}
