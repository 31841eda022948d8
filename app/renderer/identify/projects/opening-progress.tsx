import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { jobName } from '../../frame/job-names.ts'
import { JobProgress } from '../../parts/job-progress.tsx'
import { useFormat } from '../../parts/use-format.ts'
import type { OpenProject } from './use-open-project.ts'

/** How far a project's file is: on its way to the server, then unpacked and indexed. */
export function OpeningProgress({ opening: { sending, job, cancel } }: { readonly opening: OpenProject }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (job !== null) return <JobProgress job={job} title={jobName(job.request, t)} />
  if (sending === null) return null
  const title = t('identify.sending', { file: sending.name })
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-end">
        <div>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="sm">{format.percent(sending.share)}</Text>
        </div>
        <Button size="compact-sm" variant="default" onClick={cancel}>
          {t('parts.cancel')}
        </Button>
      </Group>
      <Progress value={100 * sending.share} aria-label={title} />
    </Stack>
  )
}
