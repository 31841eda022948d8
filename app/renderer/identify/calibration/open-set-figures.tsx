import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import styles from './calibration.module.css'

interface Props {
  readonly report: CalibrationReport
  /** The project's precision target, in (0.5, 1). */
  readonly target: number
}

/** From which probability a match may be accepted unseen, and what that was worth where the answer is known. */
export function OpenSetFigures({ report, target }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { openSet } = report
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="open-set">
      <h2 id="open-set" className={styles.title}>
        {t('figures.openSet')}
      </h2>
      <p className={styles.note}>{t('figures.openSetText', { target: format.percentFine(target) })}</p>
      {openSet === null ? (
        <Unmeasured report={report} target={target} />
      ) : (
        <>
          {!openSet.reachesTarget && <p className={styles.warning}>{t('figures.openSetShort')}</p>}
          <dl className={styles.figures}>
            <div>
              <dt>{t('figures.threshold')}</dt>
              <dd>{format.percentFine(openSet.threshold)}</dd>
            </div>
            <div>
              <dt>{t('figures.precision')}</dt>
              <dd>{format.percentFine(openSet.precision)}</dd>
            </div>
            <div>
              <dt>{t('figures.recall')}</dt>
              <dd>{format.percentFine(openSet.recall)}</dd>
            </div>
            <div>
              <dt>{t('figures.auroc')}</dt>
              <dd>{format.similarity(openSet.auroc)}</dd>
            </div>
            <div>
              <dt>{t('figures.queries')}</dt>
              <dd>{format.count(openSet.queries)}</dd>
            </div>
          </dl>
        </>
      )}
    </Paper>
  )
}

/** What lacks of a threshold, and what stands in for it. */
function Unmeasured({ report, target }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const missing = Math.max(0, report.neededKnown - report.settled.known)
  const why =
    missing === 0
      ? t('figures.measuredByCalibrating')
      : t('figures.openSetMissing', { count: missing, photos: format.count(missing) })
  return (
    <p className={styles.note}>
      <b className={styles.lead}>{t('figures.notMeasured')}</b> {why}{' '}
      {report.calibratedBy !== null && t('figures.openSetNone', { target: format.percentFine(target) })}
    </p>
  )
}
