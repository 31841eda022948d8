import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { ErrorRates } from './error-rates.tsx'
import { lacksPairs } from './missing-pairs.ts'
import { ReliabilityPlot } from './reliability-plot.tsx'
import { useMissingPairs } from './use-missing-pairs.ts'
import styles from './calibration.module.css'

/** How the probability that is said fares on pairs that were held out: what it is worth, and how often it errs. */
export function SaidProbability({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const wanted = useMissingPairs(report)
  const { reliability, errorRates } = report.said
  const notYet = lacksPairs(report) ? t('figures.measuredOnceSettled', { wanted }) : t('figures.measuredByCalibrating')
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="said">
      <h2 id="said" className={styles.title}>
        {t('figures.worth.title')}
      </h2>
      {reliability === null ? (
        <p className={styles.note}>
          <b className={styles.lead}>{t('figures.notMeasured')}</b> {notYet}
        </p>
      ) : (
        <>
          <p className={styles.note}>{t('figures.worth.text', { pairs: format.count(reliability.count) })}</p>
          <div className={styles.said}>
            <ReliabilityPlot reliability={reliability} />
            <div>
              {errorRates === null ? (
                <p className={styles.note}>
                  <b className={styles.lead}>{t('figures.notMeasured')}</b> {t('figures.measuredByCalibrating')}
                </p>
              ) : (
                <ErrorRates rates={errorRates} />
              )}
            </div>
          </div>
        </>
      )}
    </Paper>
  )
}
