import type { PlainError } from '../../../core/api/shell.ts'

/** Of a call that its asker gave up; nobody reads it. */
export const CANCELLED: PlainError = { code: 'cancelled', message: 'The call was cancelled.' }

/** A PlainError that can be thrown. */
export class ShellError extends Error implements PlainError {
  readonly code: string

  constructor({ code, message }: PlainError) {
    super(message)
    this.name = 'ShellError'
    this.code = code
  }
}
