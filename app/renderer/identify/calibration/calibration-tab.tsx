import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../../core/api/identify.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { useCall } from '../../shell/use-call.ts'
import { CalibrationOrigin } from './calibration-origin.tsx'
import { ExtractorsAlone } from './extractors-alone.tsx'
import { OpenSetFigures } from './open-set-figures.tsx'
import { SaidProbability } from './said-probability.tsx'
import styles from './calibration.module.css'

/** What the probabilities rest on, and how well they say what happens. */
export function CalibrationTab({ project }: { readonly project: Project }) {
  const { t } = useTranslation()
  const report = useCall('calibrationOf', [project.projectId])
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />
  if (report.data === undefined) return <Loader m="auto" aria-label={t('parts.loading')} />
  return (
    <div className={styles.tab}>
      <CalibrationOrigin projectId={project.projectId} report={report.data} />
      <SaidProbability report={report.data} />
      <OpenSetFigures report={report.data} target={project.settings.precisionTarget} />
      <ExtractorsAlone report={report.data} />
    </div>
  )
}
