import { Button, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Encounter } from '../../../../core/api/identify.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { useShell } from '../../shell/use-shell.ts'
import { useProjectAction } from '../parts/use-project.ts'
import { type EncounterDraft, draftOf, problemsOf, valueOf } from './encounter-draft.ts'
import { WhenFields } from './when-fields.tsx'

interface Props {
  readonly projectId: string
  /** null: a new one */
  readonly encounter: Encounter | null
  readonly opened: boolean
  readonly onClose: () => void
}

export function EncounterDialog({ encounter, opened, onClose, projectId }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(encounter === null ? 'encounters.new' : 'encounters.edit')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <EncounterForm encounter={encounter} projectId={projectId} onClose={onClose} />
    </Modal>
  )
}

function EncounterForm({ projectId, encounter, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const shell = useShell()
  const act = useProjectAction(projectId)
  const [draft, setDraft] = useState(() => draftOf(encounter))
  const [isTried, setTried] = useState(false)
  const problems = problemsOf(draft)
  const set = (changed: Partial<EncounterDraft>) => setDraft({ ...draft, ...changed })
  const problem = (field: keyof EncounterDraft) => {
    const key = problems[field]
    return isTried && key !== undefined ? t(`encounters.problems.${key}`) : null
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problems).length > 0) return
    const value = valueOf(draft, encounter)
    void act(() => shell.call('saveEncounter', projectId, encounter?.encounterId ?? null, value)).then(
      (isDone) => isDone && onClose(),
    )
  }
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <WhenFields draft={draft} onChange={set} problem={problem} />
        <TextInput
          data-autofocus
          label={t('encounters.place')}
          maxLength={500}
          value={draft.place}
          onChange={(event) => set({ place: event.currentTarget.value })}
        />
        <TextInput
          label={t('encounters.coordinates')}
          description={t('encounters.coordinatesHint')}
          placeholder="33.0746, 35.6092"
          inputMode="text"
          value={draft.coordinates}
          error={problem('coordinates')}
          onChange={(event) => set({ coordinates: event.currentTarget.value })}
        />
        <TextInput
          label={t('encounters.observer')}
          maxLength={500}
          value={draft.observer}
          onChange={(event) => set({ observer: event.currentTarget.value })}
        />
        <Textarea
          label={t('encounters.notes')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={draft.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
      </Stack>
      <DialogButtons onCancel={onClose}>
        <Button type="submit">{t('encounters.save')}</Button>
      </DialogButtons>
    </form>
  )
}
