import { Badge, Button, Paper, Progress } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useFormat } from '../../parts/use-format.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { useShell } from '../../shell/use-shell.ts'
import { lacksPairs } from './missing-pairs.ts'
import { useMissingPairs } from './use-missing-pairs.ts'
import styles from './calibration.module.css'

const LABELS = {
  own: 'figures.ownCalibration',
  generic: 'figures.genericCalibration',
  none: 'figures.noCalibration',
} as const

interface Props {
  readonly projectId: string
  readonly report: CalibrationReport
}

/** Whose curves speak, whether there are pairs enough for own ones, and the button that fits them. */
export function CalibrationOrigin({ projectId, report }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const attempt = useAttempt()
  const isOn = useShellState(({ jobs }) =>
    jobs.some(
      (job) => isRunning(job) && job.request.kind === 'project-calibrate' && job.request.projectId === projectId,
    ),
  )
  const { calibratedBy, origin, fittedAt, needed, settled } = report
  const isOwn = calibratedBy === 'own'
  const isReady = !lacksPairs(report)
  const wanted = useMissingPairs(report)
  return (
    <Paper withBorder p="md" component="section" className={styles.origin} aria-labelledby="calibrated-by">
      <div className={styles.originText}>
        <h2 id="calibrated-by" className={styles.title}>
          {t('figures.calibratedBy')}
        </h2>
        <p className={styles.line}>
          <Badge variant="light" color={isOwn ? 'lagoon' : 'gray'} tt="none" size="lg" fw={500}>
            {t(LABELS[calibratedBy ?? 'none'])}
          </Badge>
          {isOwn && fittedAt !== null && <span>{t('figures.fittedAt', { at: format.instant(fittedAt) })}</span>}
        </p>
        {calibratedBy === 'generic' && (
          <p className={styles.note}>
            {t('figures.genericText')} <span lang="en">{origin}</span>
          </p>
        )}
      </div>
      <Button
        leftSection={<IconScale size={16} />}
        variant={isReady && !isOwn ? 'filled' : 'default'}
        disabled={isOn}
        onClick={() => void attempt(() => shell.call('startJob', { kind: 'project-calibrate', projectId }))}
      >
        {t(isOwn ? 'figures.calibrateAgain' : 'figures.calibrate')}
      </Button>
      <div className={styles.pairs}>
        <SettledPairs name={t('figures.samePairs')} count={settled.same} needed={needed} />
        <SettledPairs name={t('figures.differentPairs')} count={settled.different} needed={needed} />
        {!isOwn && (
          <p className={styles.hint}>{isReady ? t('figures.enoughText') : t('figures.missingPairs', { wanted })}</p>
        )}
      </div>
    </Paper>
  )
}

interface PairsProps {
  readonly name: string
  readonly count: number
  readonly needed: number
}

function SettledPairs({ name, count, needed }: PairsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const settled = format.count(count)
  return (
    <div>
      <p className={styles.count}>
        <span>{name}</span>
        <span>{count < needed ? t('parts.doneOf', { done: settled, total: format.count(needed) }) : settled}</span>
      </p>
      <Progress value={Math.min(100, (100 * count) / Math.max(1, needed))} aria-label={name} />
    </div>
  )
}
