/** A cell as SQLite gives it. */
export type SqlValue = string | number | null | Uint8Array

/**
 * An open SQLite file, handed in by the engine: opening one safely is the business of `core/library`, and stages do not
 * import each other.
 */
export interface SqlDatabase {
  readonly path: string
  exec(sql: string): void
  all(sql: string, ...parameters: SqlValue[]): readonly Readonly<Record<string, unknown>>[]
  /** Rows as lists of their cells: twice as fast as `all` for many. */
  table(sql: string, ...parameters: SqlValue[]): readonly Readonly<Record<string, unknown>>[]
  get(sql: string, ...parameters: SqlValue[]): Readonly<Record<string, unknown>> | undefined
  iterate(sql: string, ...parameters: SqlValue[]): Iterable<Readonly<Record<string, unknown>>>
  run(sql: string, ...parameters: SqlValue[]): unknown
  /** All of `work` or nothing. */
  transaction<T>(work: () => T): T
  close(): void
}

export type OpenDatabase = (path: string) => SqlDatabase
