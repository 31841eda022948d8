import { type NotificationData, notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Shows a note at the edge of the window; its close button has a name. */
export function useNotify(): (note: NotificationData) => void {
  const { t } = useTranslation()
  return useCallback(
    (note) => {
      notifications.show({ closeButtonProps: { 'aria-label': t('parts.close') }, ...note })
    },
    [t],
  )
}
