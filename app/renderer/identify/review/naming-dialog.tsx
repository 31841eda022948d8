import { Button, Group, Modal, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onName: (name: string) => void
}

/** Names the individual that begins with this photo. */
export function NamingDialog({ opened, onClose, onName }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('review.naming.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <NamingForm onName={onName} />
    </Modal>
  )
}

function NamingForm({ onName }: Pick<Props, 'onName'>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onName(typed.trim())
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        maxLength={200}
        label={t('review.naming.label')}
        description={t('review.naming.hint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit">{t('review.naming.do')}</Button>
      </Group>
    </form>
  )
}
