import { Button, Loader } from '@mantine/core'
import { IconArrowsLeftRight, IconPhotoPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { useCall } from '../../shell/use-call.ts'
import { tabAddress } from '../parts/addresses.ts'
import { useProject } from '../parts/use-project.ts'
import { ProjectJobs } from '../project/project-jobs.tsx'
import { ReviewDesk } from './review-desk.tsx'
import { beginReview, useReviewState } from './review-state.ts'
import { useCompare } from './use-compare.ts'
import styles from './review.module.css'

/** Goes through the open animals of a project, one after the other. */
export function ReviewScreen({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation()
  const project = useProject(projectId)
  const queue = useCall('reviewQueue', [projectId])
  const [anyway, setAnyway] = useState(false)
  const isRedrawn = useReviewState(({ redrawn }) => redrawn !== null)
  useEffect(() => beginReview(projectId), [projectId])
  const items = queue.data?.items
  const isNothingCompared = items !== undefined && items.length > 0 && items.every(({ compared }) => compared === 0)
  const showsDesk = items !== undefined && (anyway || isRedrawn || !isNothingCompared)
  // Where the last open animal is outlined anew nothing is compared for a moment: its desk, which compares it, stays.
  if (showsDesk && !anyway) setAnyway(true)
  const error = project.error ?? queue.error
  if (error !== null && (project.data === undefined || queue.data === undefined))
    return <ErrorState error={error} onRetry={() => void Promise.all([project.refetch(), queue.refetch()])} />
  if (project.data === undefined || queue.data === undefined) return <Loader m="auto" />
  if (project.data.annotations.length === 0)
    return (
      <EmptyState
        icon={<IconPhotoPlus size={40} stroke={1.4} />}
        title={t('review.empty.title')}
        text={t('review.empty.text')}
      >
        <Button component={Link} href={tabAddress(projectId, 'encounters')}>
          {t('review.empty.project')}
        </Button>
      </EmptyState>
    )
  if (!showsDesk) return <NothingCompared projectId={projectId} onAnyway={() => setAnyway(true)} />
  return <ReviewDesk state={project.data} queue={queue.data} />
}

function NothingCompared({ projectId, onAnyway }: { readonly projectId: string; readonly onAnyway: () => void }) {
  const { t } = useTranslation()
  const compare = useCompare(projectId)
  const isBusy = useShellState(({ jobs }) =>
    jobs.some((job) => isRunning(job) && 'projectId' in job.request && job.request.projectId === projectId),
  )
  return (
    <div className={styles.screen}>
      <ProjectJobs projectId={projectId} />
      <EmptyState
        icon={<IconArrowsLeftRight size={40} stroke={1.4} />}
        title={t('review.notCompared.title')}
        text={t('review.notCompared.text')}
      >
        <Button autoFocus disabled={isBusy} onClick={compare}>
          {t('review.compare')}
        </Button>
        <Button variant="default" onClick={onAnyway}>
          {t('review.notCompared.anyway')}
        </Button>
      </EmptyState>
    </div>
  )
}
