import { Button, Group, Modal, NativeSelect } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Individual } from '../../../../core/api/identify.ts'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly individuals: readonly Individual[]
  readonly onChoose: (individualId: string) => void
}

/** Matches the photo with an individual by name, whether or not it is among the candidates. */
export function ChooseDialog({ opened, onClose, individuals, onChoose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('review.who.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <ChooseForm individuals={individuals} onChoose={onChoose} />
    </Modal>
  )
}

function ChooseForm({ individuals, onChoose }: Pick<Props, 'individuals' | 'onChoose'>) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen !== '') onChoose(chosen)
  }
  return (
    <form onSubmit={submit}>
      <NativeSelect
        data-autofocus
        label={t('review.who.label')}
        value={chosen}
        data={[
          { value: '', label: t('review.who.placeholder') },
          ...individuals.map(({ individualId, name }) => ({ value: individualId, label: name })),
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={chosen === ''}>
          {t('review.who.match')}
        </Button>
      </Group>
    </form>
  )
}
