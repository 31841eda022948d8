import type { JobControl } from '../../api.ts'

/** Waits while the job is paused. An abort ends a pause. */
export async function untilResumed({
  signal,
  whilePaused,
}: Pick<JobControl, 'whilePaused'> & { readonly signal: AbortSignal }): Promise<void> {
  if (whilePaused === undefined || signal.aborted) return
  const aborted = Promise.withResolvers<void>()
  const onAbort = () => aborted.resolve()
  signal.addEventListener('abort', onAbort)
  try {
    await Promise.race([whilePaused(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
