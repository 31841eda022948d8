import { Alert, Badge, Button, Loader, Paper } from '@mantine/core'
import { IconInfoCircle, IconScale } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../../core/api/identify.ts'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useFormat } from '../../parts/use-format.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { useCall } from '../../shell/use-call.ts'
import { useShell } from '../../shell/use-shell.ts'
import { ExtractorCalibration } from './extractor-calibration.tsx'
import { OpenSetFigures } from './open-set-figures.tsx'
import styles from './calibration.module.css'

/** What the probabilities rest on, and how well they say what happens. */
export function CalibrationTab({ project }: { readonly project: Project }) {
  const { t } = useTranslation()
  const report = useCall('calibrationOf', [project.projectId])
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />
  if (report.data === undefined) return <Loader m="auto" aria-label={t('parts.loading')} />
  const { extractors, openSet, needed } = report.data
  return (
    <div className={styles.tab}>
      <Origin projectId={project.projectId} report={report.data} />
      <OpenSetFigures openSet={openSet} target={project.settings.precisionTarget} />
      {extractors.map((extractor) => (
        <ExtractorCalibration key={extractor.extractor} extractor={extractor} needed={needed} />
      ))}
    </div>
  )
}

const ORIGIN_LABELS = {
  own: 'figures.ownCalibration',
  generic: 'figures.genericCalibration',
  none: 'figures.noCalibration',
} as const

function Origin({ projectId, report }: { readonly projectId: string; readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const attempt = useAttempt()
  const isOn = useShellState(({ jobs }) =>
    jobs.some(
      (job) => isRunning(job) && job.request.kind === 'project-calibrate' && job.request.projectId === projectId,
    ),
  )
  const { calibratedBy, origin, fittedAt, needed } = report
  const hasEnough = report.extractors.some(({ same, different }) => same >= needed && different >= needed)
  return (
    <Paper withBorder p="md" className={styles.origin}>
      <div className={styles.originText}>
        <h2 className={styles.title}>{t('figures.calibratedBy')}</h2>
        <p className={styles.line}>
          <Badge variant="light" color={calibratedBy === 'own' ? 'lagoon' : 'gray'} tt="none" size="lg" fw={500}>
            {t(ORIGIN_LABELS[calibratedBy ?? 'none'])}
          </Badge>
          {fittedAt !== null && <span>{t('figures.fittedAt', { at: format.instant(fittedAt) })}</span>}
        </p>
        {origin !== '' && <p className={styles.note}>{origin}</p>}
      </div>
      <Button
        leftSection={<IconScale size={16} />}
        variant={hasEnough ? 'filled' : 'default'}
        disabled={isOn}
        onClick={() => void attempt(() => shell.call('startJob', { kind: 'project-calibrate', projectId }))}
      >
        {t('figures.calibrate')}
      </Button>
      {calibratedBy !== 'own' && (
        <Alert
          className={styles.hint}
          color="gray"
          icon={<IconInfoCircle size={20} />}
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          {t('figures.neededText', { count: needed, needed: format.count(needed) })}
        </Alert>
      )}
    </Paper>
  )
}
