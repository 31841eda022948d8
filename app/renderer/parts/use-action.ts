import { useCallback, useState } from 'react'
import { useAttempt } from './use-attempt.ts'

/** Runs what a button asks for; says so when it fails. */
export function useAction(): { readonly isBusy: boolean; readonly run: (work: () => Promise<unknown>) => void } {
  const attempt = useAttempt()
  const [busy, setBusy] = useState(0)
  const run = useCallback(
    (work: () => Promise<unknown>) => {
      setBusy((count) => count + 1)
      void attempt(work).finally(() => setBusy((count) => count - 1))
    },
    [attempt],
  )
  return { isBusy: busy > 0, run }
}
