import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { ChartTable } from '../charts/chart-table.tsx'
import { extractorName } from '../parts/extractor-name.ts'
import styles from './calibration.module.css'

/** What each extractor would be worth without the others; nothing where there is but one, or nothing measured. */
export function ExtractorsAlone({ report }: { readonly report: CalibrationReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { extractors } = report
  if (extractors.length < 2 || extractors.every(({ reliability }) => reliability === null)) return null
  const share = (value: number | null) => (value === null ? '–' : format.percentFine(value))
  return (
    <Paper withBorder p="md">
      <h2 className={styles.title}>{t('figures.alone.title')}</h2>
      <p className={styles.note}>{t('figures.alone.text')}</p>
      <ChartTable
        label={t('figures.alone.title')}
        columns={[
          { name: t('figures.alone.extractor'), isNumber: false },
          { name: t('figures.alone.same'), isNumber: true },
          { name: t('figures.alone.different'), isNumber: true },
          { name: t('figures.ece'), isNumber: true },
          { name: t('figures.alone.equal'), isNumber: true },
        ]}
        rows={extractors.map(({ extractor, same, different, reliability, equalErrorRate }) => [
          extractorName(extractor),
          format.count(same),
          format.count(different),
          share(reliability?.ece ?? null),
          share(equalErrorRate),
        ])}
      />
    </Paper>
  )
}
