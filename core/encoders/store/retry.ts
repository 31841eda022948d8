import { setTimeout as sleep } from 'node:timers/promises'
import { ResightError } from '../../types.ts'
import { isPassing, RefusedError } from './network-error.ts'

export interface RetryPolicy {
  /** Tries in a row that bring nothing, the first included. */
  readonly tries: number
  /** Wait before the second try; doubles with each further one. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

export const RETRY: RetryPolicy = { tries: 5, firstWaitMs: 500, longestWaitMs: 30_000 }

/**
 * Tries until it works, waiting longer each time.
 * @param attempt resolves to `done`, or rejects; `progressed()` tells that it brought something, which starts the
 * count anew
 * @throws the last attempt's error; ResightError `cancelled` as soon as the signal says so
 */
export async function withRetries<T>(
  attempt: (progressed: () => void) => Promise<T>,
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<T> {
  let failures = 0
  for (;;) {
    throwIfCancelled(signal)
    try {
      return await attempt(() => (failures = 0))
    } catch (error) {
      throwIfCancelled(signal)
      failures++
      if (!isPassing(error) || failures >= policy.tries) throw error
      const wanted = error instanceof RefusedError ? (error.retryAfter ?? 0) * 1000 : 0
      const waitMs = Math.max(policy.firstWaitMs * 2 ** (failures - 1), wanted)
      await sleep(Math.min(waitMs, policy.longestWaitMs), undefined, { signal }).catch(() => undefined)
    }
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new ResightError('cancelled', 'The download was cancelled', {
    remedy: 'Run the same command again; it goes on where it stopped.',
  })
}

/** Waits while the job is paused, and throws as soon as it is cancelled. */
export async function untilResumed({
  signal,
  whilePaused,
}: {
  readonly signal?: AbortSignal
  readonly whilePaused?: () => Promise<void>
}): Promise<void> {
  throwIfCancelled(signal)
  if (whilePaused === undefined) return
  const aborted = Promise.withResolvers<void>()
  const onAbort = (): void => aborted.resolve()
  signal?.addEventListener('abort', onAbort)
  try {
    await Promise.race([whilePaused(), aborted.promise])
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
  throwIfCancelled(signal)
}
