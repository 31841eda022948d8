import type { PlainError } from '../../../core/api/shell.ts'
import { ShellError } from './shell-error.ts'

export const OFFLINE: PlainError = {
  code: 'offline',
  message: 'Resight’s server does not answer. Start it again with `resight serve`.',
}

/** What the server answered. @throws ShellError in the server's own words where it refused */
export function valueOf(
  { ok, status, statusText }: Pick<Response, 'ok' | 'status' | 'statusText'>,
  text: string,
): unknown {
  const value: unknown = text === '' ? null : parse(text)
  if (ok) return value
  throw isPlainError(value)
    ? new ShellError(value)
    : new ShellError({ code: `http-${status}`, message: text.slice(0, 300) || statusText })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isPlainError(value: unknown): value is PlainError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}
