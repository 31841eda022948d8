import { stringify } from 'csv-stringify/sync'

type Cell = string | number | boolean | null

/**
 * RFC 4180 with line feeds, UTF-8. A cell that a spreadsheet would take for a formula is written with an apostrophe before
 * it where `forSpreadsheets` is set: names and notes come from outside.
 */
export function writeCsv(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  {
    delimiter = ',',
    forSpreadsheets = false,
  }: { readonly delimiter?: string; readonly forSpreadsheets?: boolean } = {},
): string {
  return stringify([[...header], ...rows.map((row) => [...row])], {
    delimiter,
    record_delimiter: '\n',
    escape_formulas: forSpreadsheets,
    cast: { boolean: (value) => String(value) },
  })
}
