import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { plainErrorOf } from './plain-error.ts'
import { useNotify } from './use-notify.ts'

/** Does something that the engine may refuse, and says why where it does. @returns whether it was done */
export function useAttempt(): (act: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation()
  const notify = useNotify()
  return useCallback(
    async (act) => {
      try {
        await act()
        return true
      } catch (error) {
        const { code, message } = plainErrorOf(error)
        // Whoever gave it up knows.
        if (code !== 'cancelled') notify({ color: 'red', title: t('parts.wentWrong'), message })
        return false
      }
    },
    [t, notify],
  )
}
