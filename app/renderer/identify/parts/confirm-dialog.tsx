import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** What the button that does it says. */
  readonly action: string
  readonly onConfirm: () => void
  readonly children: ReactNode
}

/** Asks before something that can't be taken back. */
export function ConfirmDialog({ opened, onClose, title, action, onConfirm, children }: Props) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('parts.close') }}>
      {children}
      <DialogButtons onCancel={onClose} focusesCancel>
        <Button
          color="red.8"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {action}
        </Button>
      </DialogButtons>
    </Modal>
  )
}
