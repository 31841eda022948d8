import { Button, Group, Modal, TextInput } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** What the button says. */
  readonly action: string
  readonly typed: string
  readonly onType: (typed: string) => void
  /** Told the name without the blanks around it; never an empty one. */
  readonly onName: (name: string) => void
}

/** Asks for the name of an album. */
export function NameDialog({ opened, onClose, title, action, typed, onType, onName }: Props) {
  const { t } = useTranslation()
  const name = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name !== '') onName(name)
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('parts.close') }}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          maxLength={200}
          label={t('library.albumName')}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" disabled={name === ''}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
