import { Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import type { PairView } from '../../matches/pair-view.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { individualOf } from '../parts/project-index.ts'
import { AlonePanel } from './alone-panel.tsx'
import { CandidateCaption } from './candidate-caption.tsx'
import { PairPanel } from './pair-panel.tsx'
import { QueryCaption } from './query-caption.tsx'
import type { ReviewActions, Switches } from './use-review-commands.ts'
import type { Desk } from './use-review-desk.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly desk: Desk
  readonly view: PairView
  readonly switches: Switches
  readonly actions: ReviewActions
}

/** The photo and whom it may show, side by side, with what is known of each. */
export function DeskMiddle({ state, desk, view, switches, actions }: Props) {
  const { query, beside, error, isLoading } = desk
  if (query === null) return null
  return (
    <div className={styles.middle}>
      <div className={styles.captions}>
        <QueryCaption state={state} query={query} actions={actions} />
        <CandidateCaption state={state} desk={desk} actions={actions} />
      </div>
      <Decided state={state} query={query} />
      {error !== null ? (
        <ErrorState error={error} onRetry={desk.retry} />
      ) : beside !== null ? (
        <PairPanel state={state} query={query} beside={beside} view={view} switches={switches} actions={actions} />
      ) : isLoading ? (
        <Loader m="auto" />
      ) : (
        <AlonePanel state={state} query={query} desk={desk} view={view} actions={actions} />
      )}
    </div>
  )
}

/** What was decided of a photo that was gone back to. */
function Decided({ state, query }: { readonly state: ProjectState; readonly query: NonNullable<Desk['query']> }) {
  const { t } = useTranslation()
  const { state: decided } = query
  if (decided.kind === 'open') return null
  const name = decided.kind === 'identified' ? (individualOf(state, decided.individualId)?.name ?? '') : ''
  return (
    <p className={styles.decided}>
      <strong>{t(`review.state.${decided.kind}`, { name })}</strong> {t('review.stateText')}
    </p>
  )
}
