import { Alert, Badge, Group, Paper, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ModelStatus, SpaceStatus } from '../../../core/api.ts'
import type { Job } from '../../../core/api/shell.ts'
import { JobProgress } from '../parts/job-progress.tsx'
import { useFormat } from '../parts/use-format.ts'
import { isRunning, useShellState } from '../shell/shell-state.ts'
import { languageNames } from './language-names.ts'
import { ModelActions } from './model-actions.tsx'
import { jobsOfModel, verdictOf } from './model-jobs.ts'
import styles from './models.module.css'

interface Props {
  readonly model: ModelStatus
  readonly activeId: string | null
  /** In the library; null while not known. */
  readonly photos: number | null
  readonly oldSpaces: readonly SpaceStatus[]
  readonly onUse: () => void
}

export function ModelCard({ model, activeId, photos, oldSpaces, onUse }: Props) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const jobs = jobsOfModel(
    useShellState((state) => state.jobs),
    model.id,
  )
  const running = jobs.find(isRunning)
  const facts = [
    format.bytes(model.bytes),
    ...(model.memoryBytes === null ? [] : [t('models.memory', { memory: format.bytes(model.memoryBytes) })]),
    languageNames(model.languages, i18n.language, t('models.manyLanguages'), t('models.noWords')),
    t('models.licence', { licence: model.licence }),
  ]
  return (
    <Paper component="li" withBorder className={styles.card} data-active={model.active || undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="lg">
        <div className={styles.about}>
          <Group gap="xs">
            <Title order={2} size="h5">
              {model.id}
            </Title>
            {model.active && <Badge variant="light">{t('models.inUse')}</Badge>}
            {model.builtIn && <Badge variant="default">{t('models.builtIn')}</Badge>}
            {!model.builtIn && model.installed && <Badge variant="default">{t('models.installed')}</Badge>}
          </Group>
          <Text size="sm" mt={4}>
            {model.goodFor}
          </Text>
          <Text size="sm" mt={4} className={styles.facts}>
            {facts.join(' · ')}
          </Text>
          {model.encoded > 0 && (
            <Text size="sm" className={styles.facts}>
              {t('models.encoded', {
                encoded: format.count(model.encoded),
                photos: format.count(photos ?? model.encoded),
              })}
            </Text>
          )}
        </div>
        {running === undefined && <ModelActions model={model} oldSpaces={oldSpaces} onUse={onUse} />}
      </Group>
      {model.warning !== null && (
        <Alert
          mt="sm"
          py={8}
          color="yellow"
          icon={<IconAlertTriangle size={18} />}
          classNames={{ message: styles.plain }}
        >
          {model.warning}
        </Alert>
      )}
      {running === undefined ? <Verdict jobs={jobs} /> : <Running job={running} model={model} activeId={activeId} />}
    </Paper>
  )
}

function Running({
  job,
  model,
  activeId,
}: {
  readonly job: Job
  readonly model: ModelStatus
  readonly activeId: string | null
}) {
  const { t } = useTranslation()
  const { kind } = job.request
  const switches = kind === 'use-model'
  const title =
    kind === 'verify-model' ? t('models.verifying') : switches ? t('models.switching') : t('models.downloading')
  return (
    <div className={styles.job}>
      <JobProgress job={job} title={title} canPause={switches} />
      {switches && activeId !== null && activeId !== model.id && (
        <Text size="sm" mt={8}>
          {t('models.oldAnswers', { model: activeId })}
        </Text>
      )}
    </div>
  )
}

/** What the last verification or a failed job of this model said. */
function Verdict({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useTranslation()
  const verdict = verdictOf(jobs)
  if (verdict === null) return null
  const { ok, lines } = verdict
  return (
    <Group gap={8} mt="sm" align="flex-start" wrap="nowrap" role="status">
      {ok ? <IconCircleCheck size={18} aria-hidden /> : <IconCircleX size={18} aria-hidden />}
      <Text size="sm" className={styles.lines}>
        {ok ? t('models.verified') : lines.join('\n')}
      </Text>
    </Group>
  )
}
