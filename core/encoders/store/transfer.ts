import { open, rm, stat } from 'node:fs/promises'
import { ResightError } from '../../types.ts'
import { RefusedError } from './network-error.ts'
import { throwIfCancelled, withRetries, type RetryPolicy } from './retry.ts'

export interface TransferOptions {
  readonly retry: RetryPolicy
  /** No byte for so long: the connection is taken for dead. */
  readonly stallMs: number
  readonly token: string | null
  readonly signal?: AbortSignal
  /** Called with the bytes that are on disk, whenever more are. */
  readonly onBytes: (bytes: number) => void
}

/** A try that brought less than this counts as one that brought nothing. */
const PROGRESS_BYTES = 64 * 1024

/**
 * Downloads a file of known size into `part`, going on where an earlier try or an earlier run broke off. Servers that
 * ignore ranges, cut connections or send more than the file are coped with; what the bytes are is for the caller to check.
 * @throws ResightError `cancelled`; RefusedError; what fetch and the file system throw
 */
export async function transfer(url: string, bytes: number, part: string, options: TransferOptions): Promise<void> {
  await withRetries(
    async (progressed) => {
      const had = await sizeOnDisk(part)
      if (had > bytes) await rm(part)
      if (had === bytes) return
      await fetchRest(url, bytes, part, had > bytes ? 0 : had, options, progressed)
    },
    options.retry,
    options.signal,
  )
}

async function fetchRest(
  url: string,
  bytes: number,
  part: string,
  had: number,
  options: TransferOptions,
  progressed: () => void,
): Promise<void> {
  const stalled = new AbortController()
  let timer = setTimeout(() => undefined, 0)
  function alive(): void {
    clearTimeout(timer)
    timer = setTimeout(() => stalled.abort(new Error(`no byte for ${options.stallMs / 1000} s`)), options.stallMs)
  }
  alive()
  try {
    const response = await fetch(url, {
      headers: {
        // Compressed transfers have no ranges of the file.
        'accept-encoding': 'identity',
        ...(had > 0 && { range: `bytes=${had}-` }),
        ...(options.token !== null && { authorization: `Bearer ${options.token}` }),
      },
      signal: options.signal ? AbortSignal.any([options.signal, stalled.signal]) : stalled.signal,
    })
    alive()
    const start = await startOf(response, had, bytes)
    const file = await open(part, start === 0 ? 'w' : 'r+')
    try {
      let at = start
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        alive()
        throwIfCancelled(options.signal)
        if (at + chunk.length > bytes) throw new Error(`more than ${bytes} bytes came`)
        await file.write(chunk, 0, chunk.length, at)
        at += chunk.length
        if (at - start >= PROGRESS_BYTES || at === bytes) progressed()
        options.onBytes(at)
      }
      if (at < bytes) throw new Error(`${bytes - at} of ${bytes} bytes are missing`)
    } finally {
      await file.close()
    }
  } finally {
    clearTimeout(timer)
    stalled.abort()
  }
}

/** Where in the file an answer begins. @throws RefusedError; Error for an answer that is not of this file */
async function startOf(response: Response, had: number, bytes: number): Promise<number> {
  const { status, headers } = response
  if (status === 206) {
    const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
    if (range !== null && Number(range[1]) === had && (range[3] === '*' || Number(range[3]) === bytes)) return had
    await response.body?.cancel()
    throw new Error(
      `asked for bytes from ${had} of ${bytes}, the server sent ${headers.get('content-range') ?? 'others'}`,
    )
  }
  if (status === 200) {
    const length = headers.get('content-length')
    const isPage = headers.get('content-type')?.includes('text/html') ?? false
    if (!isPage && (length === null || Number(length) === bytes)) return 0
    await response.body?.cancel()
    if (isPage) throw signInPage(response.url)
    throw new Error(`${bytes} bytes were expected, the server offers ${length}`)
  }
  await response.body?.cancel()
  throw new RefusedError(status, Number(headers.get('retry-after')) || null)
}

function signInPage(url: string): ResightError {
  return new ResightError('offline', `${new URL(url).host} answered with a web page instead of the file`, {
    remedy: 'A network that wants a sign-in first, or a proxy, may stand in between.',
  })
}

async function sizeOnDisk(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}
