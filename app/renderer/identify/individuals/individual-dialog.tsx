import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Individual, type IndividualValue, LIFE_STAGES, SEXES } from '../../../../core/api/identify.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { useShell } from '../../shell/use-shell.ts'
import { useSignedAction } from '../parts/use-signed-action.ts'

type Mode =
  | { readonly kind: 'edit'; readonly individual: Individual }
  /** These annotations become another individual. */
  | { readonly kind: 'split'; readonly annotationIds: readonly string[] }

interface Props {
  readonly projectId: string
  readonly mode: Mode
  readonly opened: boolean
  readonly onClose: () => void
  readonly onSaved: () => void
}

const NEW: IndividualValue = { name: '', sex: 'unknown', lifeStage: 'unknown', notes: '' }

/** What is said of an individual: one that is known, or one that some photos turned out to be. */
export function IndividualDialog({ opened, onClose, ...props }: Props) {
  const { t } = useTranslation()
  const { mode } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        mode.kind === 'edit' ? t('individuals.editTitle', { name: mode.individual.name }) : t('individuals.splitTitle')
      }
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <IndividualForm onClose={onClose} {...props} />
    </Modal>
  )
}

function IndividualForm({ projectId, mode, onClose, onSaved }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const shell = useShell()
  const act = useSignedAction(projectId)
  const [value, setValue] = useState(mode.kind === 'edit' ? said(mode.individual) : NEW)
  const set = (changed: Partial<IndividualValue>) => setValue({ ...value, ...changed })
  const name = value.name.trim()
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const kept = { ...value, name, notes: value.notes.trim() }
    const isDone = await act((by) =>
      mode.kind === 'edit'
        ? shell.call('saveIndividual', projectId, mode.individual.individualId, kept, by)
        : shell.call('splitIndividual', projectId, mode.annotationIds, kept, by),
    )
    if (!isDone) return
    onClose()
    onSaved()
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="md">
        {mode.kind === 'split' && (
          <Text size="sm">{t('individuals.splitText', { count: mode.annotationIds.length })}</Text>
        )}
        <TextInput
          data-autofocus
          required
          maxLength={200}
          label={t('individuals.name')}
          value={value.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Group grow>
          <Select
            allowDeselect={false}
            label={t('individuals.sex')}
            data={SEXES.map((sex) => ({ value: sex, label: t(`identify.sexes.${sex}`) }))}
            value={value.sex}
            onChange={(sex) => set({ sex: SEXES.find((known) => known === sex) ?? 'unknown' })}
          />
          <Select
            allowDeselect={false}
            label={t('individuals.lifeStage')}
            data={LIFE_STAGES.map((stage) => ({ value: stage, label: t(`identify.lifeStages.${stage}`) }))}
            value={value.lifeStage}
            onChange={(stage) => set({ lifeStage: LIFE_STAGES.find((known) => known === stage) ?? 'unknown' })}
          />
        </Group>
        <Textarea
          label={t('individuals.notes')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={value.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
      </Stack>
      <DialogButtons onCancel={onClose}>
        <Button type="submit" disabled={name === ''}>
          {t('encounters.save')}
        </Button>
      </DialogButtons>
    </form>
  )
}

function said({ name, sex, lifeStage, notes }: Individual): IndividualValue {
  return { name, sex, lifeStage, notes }
}
