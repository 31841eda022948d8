import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { IconPaw } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../../core/api.ts'
import type { ProjectSummary } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useCall } from '../../shell/use-call.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useProject } from '../parts/use-project.ts'
import { valueOf, draftOf } from './encounter-draft.ts'
import { encounterLabel } from './encounter-name.ts'
import { usePutPhotos } from './use-put-photos.ts'

interface Props {
  readonly photoIds: readonly PhotoId[]
  readonly onDone: () => void
}

/** Puts the selected photos of the library into an encounter of a project; not there while there is no project. */
export function AddFromLibrary({ photoIds, onDone }: Props) {
  const { t } = useTranslation()
  const projects = useCall('projects', [])
  const [isOpen, setOpen] = useState(false)
  if (projects.data === undefined || projects.data.length === 0) return null
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconPaw size={16} />} onClick={() => setOpen(true)}>
        {t('encounters.toProject')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('encounters.toProjectTitle')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <ChooseEncounter
          projects={projects.data}
          photoIds={photoIds}
          onDone={() => {
            setOpen(false)
            onDone()
          }}
        />
      </Modal>
    </>
  )
}

const NEW = 'new'

function ChooseEncounter({ projects, photoIds, onDone }: Props & { readonly projects: readonly ProjectSummary[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const [projectId, setProjectId] = useState(projects[0]?.projectId ?? '')
  const [chosen, setChosen] = useState(NEW)
  const project = useProject(projectId)
  const put = usePutPhotos(projectId)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    const encounterId =
      chosen === NEW
        ? (await shell.call('saveEncounter', projectId, null, valueOf(draftOf(null), null))).encounterId
        : chosen
    const isDone = await put(encounterId, photoIds)
    setBusy(false)
    if (isDone) onDone()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Select
          data-autofocus
          allowDeselect={false}
          label={t('encounters.project')}
          data={projects.map(({ projectId: value, species, population }) => ({
            value,
            label: population === '' ? species : `${species}, ${population}`,
          }))}
          value={projectId}
          onChange={(value) => {
            setProjectId(value ?? '')
            setChosen(NEW)
          }}
        />
        <Select
          allowDeselect={false}
          searchable
          label={t('encounters.encounter')}
          data={[
            { value: NEW, label: t('encounters.new') },
            ...(project.data?.encounters ?? []).map((encounter) => ({
              value: encounter.encounterId,
              label: encounterLabel(encounter, format, t),
            })),
          ]}
          value={chosen}
          onChange={(value) => setChosen(value ?? NEW)}
        />
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button type="submit" loading={isBusy} disabled={project.data === undefined}>
          {t('encounters.add')}
        </Button>
      </Group>
    </form>
  )
}
