import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconFolderDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelStatus } from '../../../core/api.ts'
import { ErrorState } from '../parts/error-state.tsx'
import { JobProgress } from '../parts/job-progress.tsx'
import { Page } from '../parts/page.tsx'
import { useAction } from '../parts/use-action.ts'
import { isRunning, useShellState } from '../shell/shell-state.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { ChooseFolder } from './choose-folder.tsx'
import { ModelCard } from './model-card.tsx'
import { SwitchDialog } from './switch-dialog.tsx'

/** What turns photos and words into something that can be compared: which there are, and which is in use. */
export function ModelsScreen() {
  const { t } = useTranslation()
  const shell = useShell()
  const models = useCall('models', [])
  const status = useCall('status', [])
  const jobs = useShellState((state) => state.jobs)
  const { run } = useAction()
  const [switchingTo, setSwitchingTo] = useState<ModelStatus | null>(null)
  const [isImporting, setImporting] = useState(false)
  const importing = jobs.find((job) => job.request.kind === 'import-model' && isRunning(job))
  const active = models.data?.find((model) => model.active)
  return (
    <Page title={t('models.title')}>
      <Group justify="space-between" align="flex-start" mb="lg" wrap="nowrap">
        <Text maw="60ch">{t('models.intro')}</Text>
        <Button
          variant="default"
          flex="none"
          leftSection={<IconFolderDown size={16} />}
          onClick={() => setImporting(true)}
        >
          {t('models.import')}
        </Button>
      </Group>
      {importing !== undefined && <JobProgress job={importing} title={t('models.importing')} canPause={false} />}
      {models.isError && <ErrorState error={models.error} onRetry={() => void models.refetch()} />}
      <Stack gap="sm" component="ul" m={0} p={0}>
        {models.isPending && [1, 2, 3].map((i) => <Skeleton key={i} component="li" height={120} radius="md" />)}
        {models.data?.map((model) => (
          <ModelCard
            key={model.id}
            model={model}
            activeId={active?.id ?? null}
            photos={status.data?.photos ?? null}
            oldSpaces={status.data?.spaces.filter((space) => space.model === model.id && !space.active) ?? []}
            onUse={() => setSwitchingTo(model)}
          />
        ))}
      </Stack>
      <SwitchDialog model={switchingTo} activeId={active?.id ?? null} onClose={() => setSwitchingTo(null)} />
      <ChooseFolder
        opened={isImporting}
        onClose={() => setImporting(false)}
        onChoose={(folder) => {
          setImporting(false)
          run(() => shell.call('startJob', { kind: 'import-model', folder }))
        }}
      />
    </Page>
  )
}
