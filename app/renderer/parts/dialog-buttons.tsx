import { Button, Group, type MantineSpacing } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly onCancel: () => void
  /** Where what is done cannot be taken back, the focus begins on the way out. */
  readonly focusesCancel?: boolean
  readonly mt?: MantineSpacing
  /** The buttons that do it, the usual one last. */
  readonly children: ReactNode
}

/** How a dialog ends: the way out, then what it is for. */
export function DialogButtons({ onCancel, focusesCancel = false, mt = 'lg', children }: Props) {
  const { t } = useTranslation()
  return (
    <Group justify="flex-end" gap="sm" mt={mt}>
      <Button variant="default" data-autofocus={focusesCancel || undefined} onClick={onCancel}>
        {t('parts.cancel')}
      </Button>
      {children}
    </Group>
  )
}
