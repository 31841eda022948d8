import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { IconFileImport, IconPaw, IconPlus, IconSparkles } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectSummary } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { JobProgress } from '../../parts/job-progress.tsx'
import { useCall } from '../../shell/use-call.ts'
import { DamagedProjects } from './damaged-projects.tsx'
import { DeleteProjectDialog } from './delete-project-dialog.tsx'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { OpeningProgress } from './opening-progress.tsx'
import { ProjectCard } from './project-card.tsx'
import { useDemoProject } from './use-demo-project.ts'
import { useOpenProject } from './use-open-project.ts'
import styles from './projects.module.css'

/** The projects of this library, and how to begin one. */
export function ProjectsScreen() {
  const { t } = useTranslation()
  const projects = useCall('projects', [])
  const [isCreating, setCreating] = useState(false)
  const [leaving, setLeaving] = useState<ProjectSummary | null>(null)
  const demo = useDemoProject()
  const opening = useOpenProject()
  const isEmpty = projects.data?.length === 0
  const actions = (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
        {t('identify.new')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} />}
        disabled={opening.isBusy}
        onClick={opening.ask}
      >
        {t('identify.open')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconSparkles size={16} />}
        disabled={demo.job !== null}
        onClick={demo.start}
      >
        {t('identify.demo')}
      </Button>
    </>
  )
  const isWorking = demo.job !== null || opening.isBusy
  const work = (
    <>
      {demo.job !== null && <JobProgress job={demo.job} title={t('identify.demoRunning')} />}
      <OpeningProgress opening={opening} />
    </>
  )
  return (
    <div className={styles.screen} data-over={opening.isOver || undefined} {...opening.dropTarget}>
      {projects.isError && <ErrorState error={projects.error} onRetry={() => void projects.refetch()} />}
      <DamagedProjects />
      {isEmpty && (
        <div className={styles.empty}>
          <EmptyState
            icon={<IconPaw size={64} stroke={1.1} />}
            title={t('identify.emptyTitle')}
            text={t('identify.emptyText')}
          >
            {actions}
            {isWorking && <div className={styles.emptyJob}>{work}</div>}
          </EmptyState>
        </div>
      )}
      {!isEmpty && !projects.isError && (
        <div className={styles.column}>
          <Group justify="space-between" mb="lg" gap="sm">
            <Title order={1} size="h2">
              {t('identify.title')}
            </Title>
            <Group gap="xs">{actions}</Group>
          </Group>
          {isWorking && <div className={styles.job}>{work}</div>}
          <ul className={styles.cards} aria-busy={projects.isPending}>
            {projects.isPending && [1, 2, 3].map((i) => <Skeleton key={i} component="li" height={156} radius="md" />)}
            {projects.data?.map((project) => (
              <ProjectCard key={project.projectId} project={project} onDelete={() => setLeaving(project)} />
            ))}
          </ul>
          <Text size="sm" className={styles.hint}>
            {t('identify.dropHint')}
          </Text>
        </div>
      )}
      <NewProjectDialog opened={isCreating} onClose={() => setCreating(false)} />
      <DeleteProjectDialog project={leaving} onClose={() => setLeaving(null)} />
    </div>
  )
}
