import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../core/api/shell.ts'
import { useFormat } from '../parts/use-format.ts'
import { useShell } from '../shell/use-shell.ts'
import { isRunning } from '../shell/shell-state.ts'
import { type JobNotice, noticeOf } from './job-notice.ts'

/** Says so when a job that was seen running has ended or failed; what ended before the window opened is old news. */
export function useJobNotices(): void {
  const shell = useShell()
  const { t } = useTranslation()
  const format = useFormat()
  useEffect(() => {
    const running = new Set<number>()
    const say = (notice: JobNotice, job: Job) => {
      const title = t(`banner.${notice.key}`, { name: notice.name })
      const counts = notice.counts?.map(({ what, n }) => t(`banner.counts.${what}`, { count: n, n: format.count(n) }))
      notifications.show({
        id: `job-${job.jobId}`,
        title,
        message: job.error?.message ?? counts?.join(' · ') ?? '',
        color: job.state === 'failed' ? 'red' : undefined,
        // A failure is to be read; it stays until it is closed.
        autoClose: job.state === 'failed' ? false : 6000,
        closeButtonProps: { 'aria-label': t('parts.close') },
      })
    }
    return shell.subscribe((event) => {
      if (event.kind !== 'job') return
      const { job } = event
      if (isRunning(job)) running.add(job.jobId)
      else if (running.delete(job.jobId)) {
        const notice = noticeOf(job)
        if (notice !== null) say(notice, job)
      }
    })
  }, [shell, t, format])
}
