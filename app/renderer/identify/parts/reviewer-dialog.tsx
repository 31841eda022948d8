import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReviewer } from './use-reviewer.ts'

/** Asks under which name decisions are kept. */
export function ReviewerDialog() {
  const { t } = useTranslation()
  const { isAsking, answer } = useReviewer()
  return (
    <Modal
      opened={isAsking}
      onClose={() => answer(null)}
      // Another dialog may have asked.
      zIndex={300}
      title={t('identify.reviewer.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <ReviewerForm />
    </Modal>
  )
}

function ReviewerForm() {
  const { t } = useTranslation()
  const { name, answer } = useReviewer()
  const [typed, setTyped] = useState(name)
  const given = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (given !== '') answer(given)
  }
  return (
    <form onSubmit={submit}>
      <Text size="sm" mb="md">
        {t('identify.reviewer.text')}
      </Text>
      <TextInput
        data-autofocus
        maxLength={100}
        label={t('identify.reviewer.name')}
        value={typed}
        autoComplete="name"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={given === ''}>
          {t('identify.reviewer.keep')}
        </Button>
      </Group>
    </form>
  )
}
