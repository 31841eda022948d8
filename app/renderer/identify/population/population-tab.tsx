import { Loader, SegmentedControl } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OCCASIONS, type Occasions, type ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { useCall } from '../../shell/use-call.ts'
import { CaptureFrequencies } from './capture-frequencies.tsx'
import { DiscoveryCurve } from './discovery-curve.tsx'
import { Estimates } from './estimates.tsx'
import { usualOccasions } from '../parts/usual-occasions.ts'
import styles from './population.module.css'

/** How the catalogue grows, and what that says of how many animals there are. */
export function PopulationTab({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const [unit, setUnit] = useState<Occasions>(() => usualOccasions(state.encounters))
  const report = useCall('population', [state.project.projectId, unit], { keepPrevious: true })
  if (state.individuals.length === 0)
    return (
      <EmptyState
        icon={<IconChartLine size={48} stroke={1.2} />}
        title={t('figures.emptyTitle')}
        text={t('figures.emptyText')}
      />
    )
  return (
    <div className={styles.tab}>
      <div className={styles.toolbar}>
        <span id="occasion-unit">{t('figures.occasionUnit')}</span>
        <SegmentedControl
          aria-labelledby="occasion-unit"
          data={OCCASIONS.map((value) => ({ value, label: t(`figures.occasions.${value}`) }))}
          value={unit}
          onChange={setUnit}
        />
      </div>
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Loader m="auto" aria-label={t('parts.loading')} />}
      {!report.isError && report.data !== undefined && (
        <>
          <Estimates report={report.data} />
          <div className={styles.charts}>
            <DiscoveryCurve report={report.data} />
            <CaptureFrequencies report={report.data} />
          </div>
        </>
      )}
    </div>
  )
}
