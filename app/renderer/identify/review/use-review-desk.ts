import { useEffect, useMemo, useState } from 'react'
import type {
  AnnotationWithState,
  Candidate,
  Candidates,
  ProjectState,
  ReviewQueue,
} from '../../../../core/api/photo-id.ts'
import type { PlainError } from '../../../../core/api/shell.ts'
import { useCall } from '../../shell/use-call.ts'
import { annotationOf, individualOf } from '../parts/project-index.ts'
import { type Choice, offered, photosOfCandidate, shownChoice } from './candidate-choice.ts'
import { useReviewState } from './review-state.ts'
import { currentOf, goOn, nextAfter, openOf, placeOf } from './trail.ts'

/** What lies on the reviewer's desk: a photo, its candidates, and the one that is held beside it. */
export interface Desk {
  readonly queue: readonly string[]
  readonly left: number
  readonly place: number
  readonly of: number
  readonly query: AnnotationWithState | null
  readonly answer: Candidates | undefined
  readonly error: PlainError | null
  readonly isLoading: boolean
  readonly retry: () => void
  readonly candidates: readonly Candidate[]
  /** Whether the person said of some that it is not they. */
  readonly hasDenied: boolean
  readonly choice: Choice | null
  readonly choose: (choice: Choice | null) => void
  readonly candidate: Candidate | null
  /** Annotations of the candidate, its best first. */
  readonly photos: readonly string[]
  /** The one that is shown. */
  readonly beside: AnnotationWithState | null
  /** What comes next, nearest first. */
  readonly ahead: readonly string[]
}

const AHEAD = 3
const NO_IDS: readonly string[] = []

export function useReviewDesk(projectId: string, state: ProjectState, { items }: ReviewQueue): Desk {
  const trail = useReviewState((session) => session.trail)
  const denied = useReviewState((session) => session.denied)
  const queue = useMemo(
    () => items.map(({ annotationId }) => annotationId).filter((id) => annotationOf(state, id) !== undefined),
    [items, state],
  )
  const current = currentOf(trail)
  const hasBegun = trail.at >= 0
  const left = openOf(trail, queue).length
  useEffect(() => {
    // At first, and where more has come after everything was decided.
    if (current === null && left > 0) useReviewState.setState((session) => ({ trail: goOn(session.trail, queue) }))
  }, [current, left, queue, hasBegun])

  const query = current === null ? null : (annotationOf(state, current) ?? null)
  const found = useCall('candidates', [projectId, current ?? ''], { enabled: query !== null })
  // Candidates of an outline that is no more are not shown while those of the new one are asked for.
  const isRedrawn = useReviewState((session) => current !== null && session.redrawn === current)
  const isLoading = found.isPending || (isRedrawn && found.isFetching)
  const answer = isLoading ? undefined : found.data
  const [chosen, setChosen] = useState<{ readonly of: string | null; readonly choice: Choice | null }>({
    of: null,
    choice: null,
  })
  const deniedHere = current === null ? NO_IDS : (denied[current] ?? NO_IDS)
  const candidates = useMemo(() => offered(answer?.candidates ?? [], new Set(deniedHere)), [answer, deniedHere])
  const choice = shownChoice(candidates, chosen.of === current ? chosen.choice : null)
  const candidate = candidates.find(({ individualId }) => individualId === choice?.individualId) ?? null
  const individual = candidate === null ? undefined : individualOf(state, candidate.individualId)
  const photos =
    candidate === null
      ? NO_IDS
      : photosOfCandidate(candidate, individual?.annotationIds ?? NO_IDS).filter((id) => id !== current)
  const shown = photos[choice?.photo ?? 0] ?? photos[0]
  return {
    queue,
    left,
    ...placeOf(trail, queue),
    query,
    answer,
    error: found.error,
    isLoading: isLoading && query !== null,
    retry: () => void found.refetch(),
    candidates,
    hasDenied: deniedHere.length > 0,
    choice,
    choose: (next) => setChosen({ of: current, choice: next }),
    candidate,
    photos,
    beside: shown === undefined ? null : (annotationOf(state, shown) ?? null),
    ahead: nextAfter(trail, queue, AHEAD),
  }
}
