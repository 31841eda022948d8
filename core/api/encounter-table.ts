/** A table of encounters, and what it would import. */

export interface CsvTableText {
  /** The file's own text, at most 20 MB. */
  readonly text: string
  /** For messages. */
  readonly name: string
  /** Files are looked for below it; null: in the whole library, by the ends of their paths. */
  readonly folder: string | null
  /** By field, the 0-based column; null: guessed from the header. */
  readonly mapping: Readonly<Record<string, number>> | null
}

/** What a table would import, or why it imports nothing. */
export interface CsvPreview {
  readonly header: readonly string[]
  /** The fields that columns may be given to. */
  readonly fields: readonly string[]
  readonly mapping: Readonly<Record<string, number>>
  /** The first ten rows. */
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
  /** Any: nothing is imported. At most 200 are listed. */
  readonly errors: readonly { readonly line: number; readonly field: string; readonly message: string }[]
  readonly errorCount: number
  readonly encounters: number
  readonly photos: number
  readonly individuals: number
  readonly imported: boolean
}
