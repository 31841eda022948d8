import { Button, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectValue } from '../../../../core/api/identify.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { useAction } from '../../parts/use-action.ts'
import { goTo } from '../../shell/hash-location.ts'
import { useShell } from '../../shell/use-shell.ts'
import { tabAddress } from '../parts/addresses.ts'
import { ProjectFields } from './project-fields.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
}

export function NewProjectDialog({ opened, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('identify.newTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <NewProjectForm onClose={onClose} />
    </Modal>
  )
}

const EMPTY: ProjectValue = {
  species: '',
  population: '',
  settings: { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true },
}

function NewProjectForm({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation()
  const shell = useShell()
  const client = useQueryClient()
  const { isBusy, run } = useAction()
  const [value, setValue] = useState(EMPTY)
  const create = (event: SubmitEvent) => {
    event.preventDefault()
    run(async () => {
      const { projectId } = await shell.call('createProject', value)
      await client.invalidateQueries({ queryKey: ['call', 'projects'] })
      onClose()
      goTo(tabAddress(projectId, 'encounters'))
    })
  }
  return (
    <form onSubmit={create}>
      <ProjectFields value={value} onChange={setValue} isNew />
      <DialogButtons onCancel={onClose}>
        <Button type="submit" loading={isBusy} disabled={value.species.trim() === ''}>
          {t('identify.create')}
        </Button>
      </DialogButtons>
    </form>
  )
}
