import type { PlainError } from '../../../core/api/shell.ts'

/** A PlainError that can be thrown. */
export class ShellError extends Error implements PlainError {
  readonly code: string

  constructor({ code, message }: PlainError) {
    super(message)
    this.name = 'ShellError'
    this.code = code
  }
}
