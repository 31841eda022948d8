import type { PlainError } from '../../../core/api/shell.ts'

/** Whatever was thrown, as something that can be shown. */
export function plainErrorOf(thrown: unknown): PlainError {
  if (thrown instanceof Error) {
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unexpected'
    return { code, message: thrown.message }
  }
  return { code: 'unexpected', message: String(thrown) }
}
