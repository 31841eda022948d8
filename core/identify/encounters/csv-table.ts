import { parse } from 'csv-parse/sync'
import { ResightError } from '../../types.ts'

/** A table as it was written: text in every cell. */
export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: readonly {
    /** Where it ends in the file, 1-based, for a person to find it. */
    readonly line: number
    readonly cells: readonly string[]
  }[]
}

const MAX_BYTES = 64 << 20
const MAX_ROWS = 500_000
const MAX_RECORD = 1 << 20

/**
 * Comma, semicolon or tab, whichever the first line has most of (spreadsheets write semicolons where the comma is the
 * decimal sign); UTF-8 with or without a byte-order mark, else Windows-1252.
 * @param name of the file, for messages
 * @throws ResightError `unreadable` with the line, `too-large`
 */
export function readCsvTable(bytes: Uint8Array, name: string): CsvTable {
  if (bytes.byteLength > MAX_BYTES) throw tooLarge(name, `more than ${MAX_BYTES >> 20} MiB`)
  const text = decodeText(bytes)
  let records: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[]
  try {
    records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: MAX_RECORD,
      to: MAX_ROWS + 2,
    }) as unknown as typeof records
  } catch (cause) {
    const message = `${name} is not a table: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new ResightError('unreadable', message, { cause, remedy: 'Save it as CSV (UTF-8) from your spreadsheet.' })
  }
  if (records.length > MAX_ROWS + 1) throw tooLarge(name, `more than ${MAX_ROWS} rows`)
  const [first, ...rest] = records
  if (first === undefined || rest.length === 0) {
    throw new ResightError('unreadable', `${name} has no rows under a header`, {
      remedy: 'Its first line must name the columns; one line a photo or an encounter must follow.',
    })
  }
  return { header: first.record, rows: rest.map(({ record, info }) => ({ line: info.lines, cells: record })) }
}

/** UTF-8, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function delimiterOf(text: string): string {
  const end = text.indexOf('\n')
  const line = text.slice(0, end < 0 ? 10_000 : Math.min(end, 10_000))
  const count = (delimiter: string) => line.split(delimiter).length
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best))
}

function tooLarge(name: string, what: string): ResightError {
  return new ResightError('too-large', `${name} has ${what}`, { remedy: 'Split it into several files.' })
}
