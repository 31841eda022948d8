import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectSummary } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { useProjectAction } from '../parts/use-project.ts'

interface Props {
  /** null: closed */
  readonly project: ProjectSummary | null
  readonly onClose: () => void
}

export function DeleteProjectDialog({ project, onClose }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const projectId = project?.projectId ?? ''
  const act = useProjectAction(projectId)
  return (
    <ConfirmDialog
      opened={project !== null}
      onClose={onClose}
      title={t('identify.deleteTitle', { project: project?.species ?? '' })}
      action={t('identify.deleteNow')}
      onConfirm={() => void act(() => shell.call('deleteProject', projectId))}
    >
      <Text>{t('identify.deleteText')}</Text>
    </ConfirmDialog>
  )
}
