import { Button, Group, Modal, Select } from '@mantine/core'
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
  const [chosen, setChosen] = useState<string | null>(null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen !== null) onChoose(chosen)
  }
  return (
    <form onSubmit={submit}>
      <Select
        data-autofocus
        searchable
        selectFirstOptionOnChange
        limit={50}
        label={t('review.who.label')}
        placeholder={t('review.who.placeholder')}
        nothingFoundMessage={t('review.who.none')}
        data={individuals.map(({ individualId, name }) => ({ value: individualId, label: name }))}
        value={chosen}
        onChange={setChosen}
        comboboxProps={{ withinPortal: true }}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={chosen === null}>
          {t('review.who.match')}
        </Button>
      </Group>
    </form>
  )
}
