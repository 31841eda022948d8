import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { extractorName } from '../parts/extractor-name.ts'
import { ReliabilityPlot } from './reliability-plot.tsx'
import styles from './calibration.module.css'

interface Props {
  readonly extractor: CalibrationReport['extractors'][number]
  /** Pairs of each kind. */
  readonly needed: number
}

/** One extractor's pairs, and how its probabilities fare on pairs that were held out. */
export function ExtractorCalibration({ extractor, needed }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { same, different, reliability } = extractor
  const counts = [
    [t('figures.samePairs'), same],
    [t('figures.differentPairs'), different],
  ] as const
  return (
    <section aria-label={extractorName(extractor.extractor)}>
      <h2 className={styles.title} title={extractor.extractor}>
        {extractorName(extractor.extractor)}
      </h2>
      <div className={styles.extractor}>
        <div className={styles.counts}>
          {counts.map(([name, count]) => (
            <div key={name}>
              <p className={styles.count}>
                <span>{name}</span>
                <span>{t('parts.doneOf', { done: format.count(count), total: format.count(needed) })}</span>
              </p>
              <Progress value={Math.min(100, (100 * count) / Math.max(1, needed))} aria-label={name} />
            </div>
          ))}
          {reliability !== null && (
            <dl className={styles.figures}>
              <div>
                <dt>{t('figures.ece')}</dt>
                <dd>{format.percentFine(reliability.ece)}</dd>
              </div>
              <div>
                <dt>{t('figures.brier')}</dt>
                <dd>{format.similarity(reliability.brier)}</dd>
              </div>
              <div>
                <dt>{t('figures.heldOut')}</dt>
                <dd>{format.count(reliability.count)}</dd>
              </div>
            </dl>
          )}
        </div>
        {reliability === null ? (
          <p className={styles.note}>{t('figures.tooFew')}</p>
        ) : (
          <ReliabilityPlot reliability={reliability} />
        )}
      </div>
    </section>
  )
}
