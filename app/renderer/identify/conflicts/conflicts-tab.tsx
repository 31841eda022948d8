import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { useCall } from '../../shell/use-call.ts'
import { WHOLE_LOG } from '../log/whole-log.ts'
import { ConflictCard } from './conflict-card.tsx'
import { DisagreementCard } from './disagreement-card.tsx'
import styles from './conflicts.module.css'

/** What can't all be true, and what two people settled differently. */
export function ConflictsTab({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const { conflicts, disagreements } = state
  const isAny = conflicts.length + disagreements.length > 0
  const log = useCall('projectLog', [state.project.projectId, WHOLE_LOG], { enabled: isAny })
  if (!isAny)
    return (
      <EmptyState
        icon={<IconCircleCheck size={48} stroke={1.2} />}
        title={t('conflicts.noneTitle')}
        text={t('conflicts.noneText')}
      />
    )
  if (log.isError) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  return (
    <div className={styles.tab}>
      {conflicts.length > 0 && (
        <section aria-labelledby="conflicts">
          <h2 id="conflicts" className={styles.title}>
            {t('conflicts.title')}
          </h2>
          <p className={styles.text}>{t('conflicts.text')}</p>
          <ul className={styles.cards}>
            {conflicts.map((conflict) => (
              <ConflictCard key={conflict.denial} state={state} conflict={conflict} log={log.data ?? []} />
            ))}
          </ul>
        </section>
      )}
      {disagreements.length > 0 && (
        <section aria-labelledby="disagreements">
          <h2 id="disagreements" className={styles.title}>
            {t('conflicts.disagreements')}
          </h2>
          <p className={styles.text}>{t('conflicts.disagreementsText')}</p>
          <ul className={styles.cards}>
            {disagreements.map((disagreement) => (
              <DisagreementCard key={disagreement.annotationId} state={state} disagreement={disagreement} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
