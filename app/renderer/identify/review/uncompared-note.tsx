import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReviewQueue } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { ProjectJobs } from '../project/project-jobs.tsx'
import { useCompare } from './use-compare.ts'
import styles from './review.module.css'

interface Props {
  readonly projectId: string
  readonly queue: ReviewQueue
}

/** Some photos were compared with nothing: says so, and compares them. */
export function UncomparedNote({ projectId, queue }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const compare = useCompare(projectId)
  const isBusy = useShellState(({ jobs }) =>
    jobs.some((job) => isRunning(job) && 'projectId' in job.request && job.request.projectId === projectId),
  )
  const count = queue.items.filter(({ compared }) => compared === 0).length
  if (isBusy) return <ProjectJobs projectId={projectId} />
  if (count === 0) return null
  return (
    <div className={styles.note}>
      <Text size="sm">{t('review.uncompared', { count, n: format.count(count) })}</Text>
      <Button size="compact-sm" variant="default" onClick={compare}>
        {t('review.compare')}
      </Button>
    </div>
  )
}
