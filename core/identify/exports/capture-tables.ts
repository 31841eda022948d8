import type { Individual } from '../../api/identify.ts'
import type { CaptureHistories } from '../population/capture-histories.ts'
import { writeCsv } from './csv.ts'

/** What the tables of capture histories need beside the histories. */
export interface CaptureTableSource {
  readonly histories: CaptureHistories
  /** By individual id. */
  readonly names: ReadonlyMap<string, string>
  readonly individuals: ReadonlyMap<string, Individual>
}

/** A row an individual, a column an occasion, 1 and 0; sex and life stage beside. For spreadsheets and people. */
export function captureHistoryCsv({ histories, names, individuals }: CaptureTableSource): string {
  const rows = histories.histories.map(({ individualId, captures }) => {
    const { sex, lifeStage } = individuals.get(individualId)!
    return [names.get(individualId)!, individualId, sex, lifeStage, ...captures]
  })
  return writeCsv(['individual', 'individualID', 'sex', 'lifeStage', ...histories.occasions], rows, {
    forSpreadsheets: true,
  })
}

/**
 * MARK's encounter-history file: `history frequency… ;` a line, one frequency column a group, comments between slashes and
 * asterisks (Cooch and White, "Program MARK: A Gentle Introduction", chapter 2). Groups are the sexes that occur.
 */
export function markInp({ histories, names, individuals }: CaptureTableSource): string {
  const sexes = [...new Set(histories.histories.map(({ individualId }) => individuals.get(individualId)!.sex))].sort()
  const lines = histories.histories.map(({ individualId, captures }) => {
    const sex = individuals.get(individualId)!.sex
    const frequencies = sexes.map((group) => (group === sex ? '1' : '0')).join(' ')
    return `/* ${comment(names.get(individualId)!)} */ ${captures.join('')} ${frequencies};`
  })
  const head = [
    `/* ${histories.occasions.length} occasions: ${comment(histories.occasions.join(' '))} */`,
    `/* groups: ${sexes.join(', ')} */`,
  ]
  return `${[...head, ...lines].join('\n')}\n`
}

/** A comment ends at the first asterisk and slash, and lines end at their own semicolon. */
function comment(text: string): string {
  return text.replaceAll(/\*\/|\/\*|[;\r\n]/g, ' ').trim()
}

/**
 * Tab-separated with a header whose first column is `ch`, the capture history as text: what RMark's `import.chdata` and,
 * read as a data frame with `colClasses = c(ch = "character")`, marked's `process.data` take.
 */
export function rmarkTable({ histories, names, individuals }: CaptureTableSource): string {
  const rows = histories.histories.map(({ individualId, captures }) => {
    const { sex, lifeStage } = individuals.get(individualId)!
    return [captures.join(''), 1, word(names.get(individualId)!), sex, lifeStage]
  })
  return writeCsv(['ch', 'freq', 'id', 'sex', 'lifeStage'], rows, { delimiter: '\t' })
}

/** R's readers split at blanks and stop at `#`, quotes and tabs. */
export function word(text: string): string {
  return text.replaceAll(/[\s#"',;]+/g, '_')
}
