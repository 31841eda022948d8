import { Alert, Button, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DamagedProject } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useCall } from '../../shell/use-call.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { useProjectAction } from '../parts/use-project.ts'
import styles from './projects.module.css'

/** Projects whose files cannot be read, in the engine's words, which name the file and the remedy; each can be given up. */
export function DamagedProjects() {
  const { t } = useTranslation()
  const shell = useShell()
  const damaged = useCall('damagedProjects', []).data ?? []
  const [leaving, setLeaving] = useState<DamagedProject | null>(null)
  const projectId = leaving?.projectId ?? ''
  const act = useProjectAction(projectId)
  return (
    <>
      {damaged.length > 0 && (
        <Alert
          role="alert"
          variant="light"
          color="red"
          className={styles.damaged}
          icon={<IconAlertTriangle size={18} />}
          title={t('identify.damaged', { count: damaged.length })}
        >
          <List size="sm" listStyleType="none" spacing="sm" className={styles.damagedList}>
            {damaged.map((project) => (
              <List.Item key={project.projectId}>
                {project.message}
                <Button
                  size="compact-sm"
                  variant="default"
                  className={styles.damagedDelete}
                  aria-label={t('identify.deleteDamaged', { project: project.file })}
                  onClick={() => setLeaving(project)}
                >
                  {t('identify.delete')}
                </Button>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('identify.deleteDamagedTitle')}
        action={t('identify.deleteNow')}
        onConfirm={() => void act(() => shell.call('deleteProject', projectId))}
      >
        <Text size="sm" mb="sm" className={styles.damagedFile}>
          {leaving?.file}
        </Text>
        <Text>{t('identify.deleteDamagedText')}</Text>
      </ConfirmDialog>
    </>
  )
}
