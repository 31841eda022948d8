import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { plainErrorOf } from '../parts/plain-error.ts'

/** Does something that the engine may refuse, and says why where it does. @returns whether it was done */
export function useAttempt(): (act: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation()
  return useCallback(
    async (act) => {
      try {
        await act()
        return true
      } catch (error) {
        notifications.show({ color: 'red', title: t('parts.wentWrong'), message: plainErrorOf(error).message })
        return false
      }
    },
    [t],
  )
}
