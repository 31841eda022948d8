import { Loader, VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AcceptPreview, ProjectState, ReviewQueue } from '../../../../core/api/photo-id.ts'
import { usePairView } from '../../matches/use-pair-view.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useReviewer } from '../parts/use-reviewer.ts'
import { CandidateStrip } from './candidate-strip.tsx'
import { DecisionBar } from './decision-bar.tsx'
import { DeskDialogs, type DeskDialog } from './desk-dialogs.tsx'
import { DeskMiddle } from './desk-middle.tsx'
import { DoneState } from './done-state.tsx'
import { FailedWrites } from './failed-writes.tsx'
import { ReviewHeader } from './review-header.tsx'
import { commandOf, isForReview } from './review-keys.ts'
import { useReviewState } from './review-state.ts'
import { goOn } from './trail.ts'
import { UncomparedNote } from './uncompared-note.tsx'
import { useDecisions } from './use-decisions.ts'
import { useEditAnnotation } from './use-edit-annotation.ts'
import { useFocusKept } from './use-focus-kept.ts'
import { useReadAhead } from './use-read-ahead.ts'
import { useReviewCommands } from './use-review-commands.ts'
import { useReviewDesk } from './use-review-desk.ts'
import { useSearchAll } from './use-search-all.ts'
import { useSittingWords } from './use-sitting-words.ts'
import styles from './review.module.css'

interface Props {
  readonly state: ProjectState
  readonly queue: ReviewQueue
}

/** One photo after the other, each decided by a key. */
export function ReviewDesk({ state, queue }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { projectId } = state.project
  const rootRef = useRef<HTMLDivElement>(null)
  const desk = useReviewDesk(projectId, state, queue)
  const decisions = useDecisions(projectId)
  const words = useSittingWords(state, desk)
  const edit = useEditAnnotation(projectId)
  const { searching, search } = useSearchAll(projectId)
  const view = usePairView()
  const pointCountRef = useRef(0)
  const [dialog, setDialog] = useState<DeskDialog | null>(null)
  const isAsking = useReviewer((reviewer) => reviewer.isAsking)
  const [showsPoints, setShowsPoints] = useState(true)
  const [showsOverlay, setShowsOverlay] = useState(false)
  const switches = { showsPoints, setShowsPoints, showsOverlay, setShowsOverlay, open: setDialog, pointCountRef }
  const actions = useReviewCommands({
    projectId,
    state,
    desk,
    decisions,
    words,
    edit,
    searchAll: search,
    view,
    switches,
  })
  useFocusKept(rootRef)
  const current = desk.query?.annotationId ?? null
  useReadAhead(projectId, state, { current, ahead: desk.ahead }, !desk.isLoading)
  const redrawn = useReviewState((session) => session.redrawn)
  const compared = desk.answer?.compared
  useEffect(() => {
    if (redrawn === null || redrawn !== current || compared === undefined) return
    useReviewState.setState({ redrawn: null })
    if (compared === 0) void search(redrawn)
  }, [redrawn, current, compared, search])

  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog takes the focus a moment after it opens: what is typed until then is meant for it.
    if (dialog !== null || isAsking) return
    if (event.defaultPrevented || !isForReview(event.target, event.key)) return
    const command = commandOf(event)
    if (command === null) return
    event.preventDefault()
    // Keys of the whole window, `?` among them, mean something else there.
    event.stopPropagation()
    // A key that is held down decides once.
    if (event.repeat && command.kind === 'decide') return
    actions.run(command)
  }
  const accept = async (matches: AcceptPreview['matches']) => {
    const asked = matches.map(({ queryId, individualId }) => ({ queryId, individualId }))
    if (!(await decisions.accept(asked))) return
    words.say(t('review.said.accepted', { count: matches.length, n: format.count(matches.length) }))
    if (matches.some(({ queryId }) => queryId === current))
      useReviewState.setState(({ trail }) => ({ trail: goOn(trail, desk.queue) }))
  }
  return (
    <div
      className={styles.screen}
      ref={rootRef}
      tabIndex={-1}
      role="region"
      aria-label={t('review.screen')}
      onKeyDown={onKeyDown}
    >
      <ReviewHeader state={state} desk={desk} actions={actions} />
      <FailedWrites />
      <UncomparedNote projectId={projectId} queue={queue} />
      {desk.query !== null ? (
        <>
          <DeskMiddle state={state} desk={desk} view={view} switches={switches} actions={actions} />
          <CandidateStrip
            state={state}
            desk={desk}
            actions={actions}
            isSearching={current !== null && searching.includes(current)}
          />
          <DecisionBar actions={actions} hasCandidate={desk.candidate !== null} />
        </>
      ) : desk.left > 0 ? (
        <Loader m="auto" />
      ) : (
        <DoneState state={state} />
      )}
      <VisuallyHidden role="status" aria-live="polite" data-said>
        {words.said}
      </VisuallyHidden>
      <DeskDialogs
        state={state}
        opened={dialog}
        onClose={() => setDialog(null)}
        actions={actions}
        onAccept={(matches) => void accept(matches)}
      />
    </div>
  )
}
