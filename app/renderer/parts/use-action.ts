import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { plainErrorOf } from './plain-error.ts'
import { useNotify } from './use-notify.ts'

/** Runs what a button asks for; says so when it fails. */
export function useAction(): { readonly isBusy: boolean; readonly run: (work: () => Promise<unknown>) => void } {
  const { t } = useTranslation()
  const notify = useNotify()
  const [busy, setBusy] = useState(0)
  const run = useCallback(
    (work: () => Promise<unknown>) => {
      setBusy((count) => count + 1)
      work()
        .catch((error: unknown) =>
          notify({ color: 'red', title: t('parts.wentWrong'), message: plainErrorOf(error).message }),
        )
        .finally(() => setBusy((count) => count - 1))
    },
    [t, notify, setBusy],
  )
  return { isBusy: busy > 0, run }
}
