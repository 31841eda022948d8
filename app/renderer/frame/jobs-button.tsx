import { ActionIcon, Button, Popover, RingProgress, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AddFolderDialog } from '../library/add-folder-dialog.tsx'
import { useFormat } from '../parts/use-format.ts'
import { isRunning, useShellState, withJob } from '../shell/shell-state.ts'
import { useCall } from '../shell/use-call.ts'
import { FailuresDialog } from './failures-dialog.tsx'
import { FolderList } from './folder-list.tsx'
import { JobCard } from './job-card.tsx'
import { jobName, jobShare } from './job-names.ts'
import styles from './jobs.module.css'

const ENDED_SHOWN = 3

/** What Resight is doing and has done, and the folders that it reads. */
export function JobsButton() {
  const { t } = useTranslation()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const [isListing, setListing] = useState(false)
  const heard = useShellState((state) => state.jobs)
  const asked = useCall('jobs', [])
  const status = useCall('status', [], { enabled: isOpen })
  const jobs = heard.reduceRight(withJob, asked.data ?? [])
  const running = jobs.filter(isRunning)
  const ended = jobs.filter((job) => !isRunning(job)).slice(0, ENDED_SHOWN)
  const [current] = running.toSorted((a, b) => Number(a.state === 'queued') - Number(b.state === 'queued'))
  const share = current === undefined ? null : jobShare(current)
  const failed = status.data?.failed ?? 0
  const percent = Math.floor((share ?? 0) * 10) / 10
  const name =
    current === undefined
      ? t('jobs.button')
      : t('jobs.buttonRunning', { what: jobName(current.request, t), percent: format.percent(share ?? 0) })
  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="right-end" shadow="lg" width={380} trapFocus returnFocus>
        <Popover.Target>
          <Tooltip label={name} position="right" disabled={isOpen}>
            <ActionIcon
              size="xl"
              variant="subtle"
              color="gray"
              aria-label={name}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {current === undefined ? (
                <IconActivity stroke={1.6} />
              ) : (
                <RingProgress
                  size={34}
                  thickness={4}
                  roundCaps
                  sections={[{ value: Math.max(4, 100 * (share ?? 0)), color: 'lagoon' }]}
                  aria-hidden
                />
              )}
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('jobs.title')} className={styles.panel}>
          <h2 className={styles.panelTitle} tabIndex={-1} data-autofocus>
            {t('jobs.title')}
          </h2>
          {jobs.length === 0 && <p className={styles.line}>{t('jobs.nothing')}</p>}
          <ul className={styles.list}>
            {[...running, ...ended].map((job) => (
              <JobCard key={job.jobId} job={job} />
            ))}
          </ul>
          {failed > 0 && (
            <div className={styles.head}>
              <span className={styles.problem}>
                {t('jobs.failures', { count: failed, files: format.count(failed) })}
              </span>
              <Button size="compact-sm" variant="default" onClick={() => (setOpen(false), setListing(true))}>
                {t('jobs.showFailures')}
              </Button>
            </div>
          )}
          {status.data !== undefined && <FolderList folders={status.data.folders} />}
        </Popover.Dropdown>
      </Popover>
      {/* Each tenth is said once: a screen reader that read every photo out would be switched off. */}
      <VisuallyHidden role="status">
        {current === undefined
          ? ''
          : t('jobs.buttonRunning', { what: jobName(current.request, t), percent: format.percent(percent) })}
      </VisuallyHidden>
      <FailuresDialog isOpen={isListing} onClose={() => setListing(false)} />
      <AddFolderDialog />
    </>
  )
}
