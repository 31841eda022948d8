import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../core/api/shell.ts'
import { countsBytes } from '../frame/job-names.ts'
import { useShell } from '../shell/use-shell.ts'
import { useAction } from './use-action.ts'
import { useFormat } from './use-format.ts'

interface Props {
  readonly job: Job
  /** What is being done: "Downloading clip-vit-b-32". */
  readonly title: string
  /** Downloads are cancelled and taken up again instead. */
  readonly canPause?: boolean
}

/** A job under way: how far, how fast, how long still; pause and cancel. */
export function JobProgress({ job, title, canPause = true }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const { isBusy, run } = useAction()
  const line = useProgressLine(job)
  const { done = 0, total = null } = job.progress ?? {}
  const percent = total === null || total === 0 ? 0 : (100 * done) / total
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-end">
        <div>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="sm">{line}</Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {canPause && job.state !== 'queued' && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={job.state === 'paused' ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
              disabled={isBusy}
              onClick={() => run(() => shell.call(job.state === 'paused' ? 'resumeJob' : 'pauseJob', job.jobId))}
            >
              {t(job.state === 'paused' ? 'parts.resume' : 'parts.pause')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            onClick={() => run(() => shell.call('cancelJob', job.jobId))}
          >
            {t('parts.cancel')}
          </Button>
        </Group>
      </Group>
      <Progress
        value={total === null ? 100 : percent}
        animated={total === null && job.state === 'running'}
        aria-label={title}
      />
    </Stack>
  )
}

/** "120 of 300 photos, 8.5 a second, 21 s left" */
function useProgressLine({ state, progress }: Job): string {
  const { t } = useTranslation()
  const format = useFormat()
  if (state === 'queued') return t('parts.queued')
  if (progress === null) return t('parts.starting')
  const isBytes = countsBytes(progress.phase)
  const amount = (n: number) => (isBytes ? format.bytes(n) : format.count(n))
  const { done, total, ratePerSecond, secondsLeft } = progress
  const parts = [
    total === null ? amount(done) : t('parts.doneOf', { done: amount(done), total: amount(total) }),
    ...(ratePerSecond > 0
      ? [t('parts.perSecond', { rate: isBytes ? format.bytes(ratePerSecond) : format.rate(ratePerSecond) })]
      : []),
    ...(secondsLeft === null || state === 'paused' ? [] : [t('parts.left', { time: format.duration(secondsLeft) })]),
  ]
  return [...(state === 'paused' ? [t('parts.paused')] : []), ...parts].join(' · ')
}
