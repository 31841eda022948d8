import { useTranslation } from 'react-i18next'
import type { Individual } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { useCall } from '../../shell/use-call.ts'
import { LogList } from '../log/log-list.tsx'
import { concerns } from '../log/log-order.ts'
import { WHOLE_LOG } from '../log/whole-log.ts'
import styles from './individuals.module.css'

interface Props {
  readonly state: ProjectState
  readonly individual: Individual
}

/** Every decision that made this individual what it is. */
export function IndividualHistory({ state, individual }: Props) {
  const { t } = useTranslation()
  const log = useCall('projectLog', [state.project.projectId, WHOLE_LOG])
  return (
    <section aria-labelledby="history">
      <h3 id="history" className={styles.encounterName}>
        {t('individuals.history')}
      </h3>
      {log.isError && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.data !== undefined && (
        <LogList state={state} log={log.data} shown={log.data.filter((entry) => concerns(entry, individual))} />
      )}
    </section>
  )
}
