/** Exit codes of `resight`, documented in docs/command-line.md. */
export const EXIT = {
  ok: 0,
  /** Something unexpected: a bug, or the machine. */
  failure: 1,
  /** The command line can't be understood, or a value is out of range. */
  usage: 2,
  /** A file, folder or photo named on the command line can't be found or read. */
  input: 3,
  /** The library is in use by another process, damaged, or of a newer version. */
  library: 4,
  /** Stopped by Ctrl-C or SIGTERM; what was done is kept. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
