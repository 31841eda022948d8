import { ResightError } from '../../types.ts'

/** A server's answer that is no success. */
export class RefusedError extends Error {
  readonly status: number
  /** Seconds after which the server wants to be asked again; null: it does not say. */
  readonly retryAfter: number | null

  constructor(status: number, retryAfter: number | null = null) {
    super(`status ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

const OFFLINE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']
const DISK_FULL = ['ENOSPC', 'EDQUOT']
const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS']

/** Whether asking again may help: the connection broke, or the server is busy. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ResightError) return false
  if (error instanceof RefusedError) return error.status === 408 || error.status === 429 || error.status >= 500
  const code = codeOf(error)
  return !DISK_FULL.includes(code) && !UNWRITABLE.includes(code)
}

/** The code of an error or of what caused it, e.g. `ENOTFOUND` inside fetch's "fetch failed"; '' without one. */
export function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return ''
}

/**
 * Says in plain words why a transfer failed.
 * @param what the file or repository, and the address it was asked of
 */
export function explain(error: unknown, what: string): ResightError {
  if (error instanceof ResightError) return error
  if (error instanceof RefusedError) return explainStatus(error, what)
  const code = codeOf(error)
  if (DISK_FULL.includes(code)) {
    return new ResightError('too-large', `The disk is full: ${what} could not be written whole`, {
      cause: error,
      remedy: 'Free some space and run the same command again; it goes on where it stopped.',
    })
  }
  if (UNWRITABLE.includes(code)) {
    return new ResightError('unreadable', `${what} could not be written: ${code}`, {
      cause: error,
      remedy: 'Check the permissions of the models folder.',
    })
  }
  if (OFFLINE.includes(code)) {
    return new ResightError('offline', `No connection: ${what} could not be reached (${code})`, {
      cause: error,
      remedy: 'Check the network, HTTPS_PROXY and HF_ENDPOINT; or import the model from a folder.',
    })
  }
  const reason = error instanceof Error ? causeMessage(error) : String(error)
  // undici's words for a proxy that will not tunnel.
  const proxyStatus = /Proxy response \((\d+)\)/.exec(reason)?.[1]
  if (proxyStatus !== undefined) {
    return new ResightError('offline', `The proxy did not let ${what} through (status ${proxyStatus})`, {
      cause: error,
      remedy: 'Check HTTPS_PROXY; a name and password go into it: http://name:password@proxy.example:3128.',
    })
  }
  return new ResightError('offline', `The transfer of ${what} broke off: ${reason}`, {
    cause: error,
    remedy: 'Run the same command again; it goes on where it stopped.',
  })
}

function explainStatus(error: RefusedError, what: string): ResightError {
  const { status } = error
  if (status === 401 || status === 403) {
    return new ResightError('unreadable', `${what}: access refused (status ${status})`, {
      cause: error,
      remedy: 'The repository is private or asks for terms to be accepted: do so on its page and set HF_TOKEN.',
    })
  }
  if (status === 404 || status === 410) {
    return new ResightError('not-found', `${what}: not there (status ${status})`, {
      cause: error,
      remedy: 'It may have been moved or renamed; update Resight, or import the model from a folder.',
    })
  }
  return new ResightError('busy', `${what}: the server could not answer (status ${status})`, {
    cause: error,
    remedy: 'Try again later.',
  })
}

function causeMessage(error: Error): string {
  const inner = error.cause instanceof Error ? causeMessage(error.cause) : ''
  return inner === '' ? error.message : `${error.message}: ${inner}`
}
