import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PopulationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import styles from './population.module.css'

/** How many animals there may be, as a sanity figure, with what must hold for it to be right. */
export function Estimates({ report }: { readonly report: PopulationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { estimates, assumptions } = report
  return (
    <section aria-labelledby="estimates">
      <h2 id="estimates" className={styles.title}>
        {t('figures.estimates')}
      </h2>
      <div className={styles.estimates}>
        {estimates.map(({ method, estimate, low, high, note, source }) => (
          <Paper key={method} withBorder p="md">
            <h3 className={styles.method}>{t(`figures.methods.${method}`)}</h3>
            {estimate === null ? (
              <p className={styles.note}>{note}</p>
            ) : (
              <>
                <p className={styles.estimate}>
                  {format.count(estimate)}
                  {low !== null && high !== null && (
                    <span className={styles.interval}>
                      {t('figures.interval', { low: format.count(low), high: format.count(high) })}
                    </span>
                  )}
                </p>
                {note !== '' && <p className={styles.note}>{note}</p>}
              </>
            )}
            <p className={styles.source}>{source}</p>
          </Paper>
        ))}
      </div>
      {assumptions.length > 0 && (
        <div className={styles.assumptions}>
          <h3 className={styles.method}>{t('figures.assumptions')}</h3>
          <ul>
            {assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
