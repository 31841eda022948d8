import { ActionIcon, Progress, Tooltip } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../core/api/shell.ts'
import { useAttempt } from '../parts/use-attempt.ts'
import { useFormat } from '../parts/use-format.ts'
import { nameOf } from '../query/path-name.ts'
import { isRunning } from '../shell/shell-state.ts'
import { useShell } from '../shell/use-shell.ts'
import { jobLine, jobName, jobOutcome, jobShare } from './job-names.ts'
import styles from './jobs.module.css'

/** One job: how far it is and what can be done about it, or what came of it. */
export function JobCard({ job }: { readonly job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const attempt = useAttempt()
  const name = jobName(job.request, t)
  if (!isRunning(job))
    return (
      <li className={styles.job}>
        <span className={styles.name}>{name}</span>
        <span className={job.state === 'failed' ? styles.problem : styles.line}>{jobOutcome(job, t, format)}</span>
      </li>
    )
  const share = jobShare(job)
  const failed = job.progress?.failed ?? 0
  const current = job.progress?.current ?? null
  const canPause = job.state === 'running'
  const act = (call: 'pauseJob' | 'resumeJob' | 'cancelJob') => void attempt(() => shell.call(call, job.jobId))
  return (
    <li className={styles.job}>
      <div className={styles.head}>
        <span className={styles.name}>{name}</span>
        {job.state !== 'queued' && (
          <Tooltip label={t(canPause ? 'jobs.pause' : 'jobs.resume')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(canPause ? 'jobs.pause' : 'jobs.resume')}
              onClick={() => act(canPause ? 'pauseJob' : 'resumeJob')}
            >
              {canPause ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t('jobs.cancel')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('jobs.cancel')} onClick={() => act('cancelJob')}>
            <IconX size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Progress
        value={share === null ? 100 : 100 * share}
        animated={share === null && job.state === 'running'}
        color={job.state === 'running' ? undefined : 'gray'}
        aria-label={name}
        size="sm"
      />
      <span className={styles.line}>{jobLine(job, t, format)}</span>
      {failed > 0 && (
        <span className={styles.problem}>{t('jobs.failures', { count: failed, files: format.count(failed) })}</span>
      )}
      {current !== null && (
        <span className={styles.current} title={current}>
          {nameOf(current)}
        </span>
      )}
    </li>
  )
}
