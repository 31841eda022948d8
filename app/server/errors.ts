import type { FastifyReply } from 'fastify'
import type { PlainError } from '../../core/api/shell.ts'
import { RemoteError, toPlainError } from '../../core/remote/protocol.ts'
import { ResightError } from '../../core/types.ts'

/** Statuses by the code of a PlainError; any other is the server's own failure. */
const STATUS: Readonly<Record<string, number>> = {
  'invalid-argument': 400,
  'not-allowed': 403,
  'not-found': 404,
  'not-signed-in': 401,
  busy: 409,
  cancelled: 409,
  'too-large': 413,
  unreadable: 422,
  unsupported: 422,
  corrupt: 422,
  'too-many': 429,
  offline: 503,
  closed: 503,
  'engine-restarted': 503,
  'engine-failed': 503,
  'timed-out': 504,
}

/** An error that the server itself finds, in the one voice of all errors. */
export function refusal(code: string, message: string): RemoteError {
  return new RemoteError({ code, message })
}

/** Any error as what is sent: a status, a code and a sentence that says what to do. */
export function describeFailure(error: unknown): { readonly status: number; readonly body: PlainError } {
  if (error instanceof RemoteError || error instanceof ResightError) {
    const { code, message } = error instanceof RemoteError ? error : toPlainError(error)
    return { status: STATUS[code] ?? 500, body: { code, message } }
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const known = REFUSED[status]
    if (known !== undefined) return { status, body: known }
    const message = `This request can’t be understood: ${(error as Error).message.slice(0, 200)}`
    return { status, body: { code: 'invalid-argument', message } }
  }
  return { status: 500, body: toPlainError(error) }
}

/** What the HTTP library refuses before any of our code sees it, in words that show nothing of the request. */
const REFUSED: Readonly<Record<number, PlainError>> = {
  403: { code: 'not-allowed', message: 'There is nothing at this address for you.' },
  404: { code: 'not-found', message: 'There is nothing at this address.' },
  413: { code: 'too-large', message: 'This request is larger than any that is expected.' },
  414: { code: 'too-large', message: 'This address is longer than any that is expected.' },
  415: { code: 'unsupported', message: 'Expected another content-type; docs/server.md says which.' },
  416: { code: 'invalid-argument', message: 'The file has no such range of bytes.' },
}

export function sendFailure(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, body } = describeFailure(error)
  // The rest of a body that is too large is not waited for.
  if (status === 413) reply.header('connection', 'close')
  return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body)
}
