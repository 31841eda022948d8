/** The two streams a command writes to; tests hand in their own. */
export interface Output {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** Where a progress bar may be drawn, or null where the error stream is no terminal. */
  readonly terminal: { readonly columns: number; readonly write: (text: string) => void } | null
}

export function processOutput(): Output {
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    terminal: process.stderr.isTTY
      ? { columns: process.stderr.columns, write: (text) => void process.stderr.write(text) }
      : null,
  }
}
