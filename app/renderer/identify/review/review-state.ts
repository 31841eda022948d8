import { create } from 'zustand'
import type { DecisionValue } from '../../../../core/api/photo-id.ts'
import { type FailedWrite, type WriteLine, openWriteLine } from './write-line.ts'
import { NO_TRAIL, type Trail } from './trail.ts'

/** Something that was decided, as it can be taken back. */
export interface Act {
  readonly actId: number
  /** null: a batch */
  readonly decision: DecisionValue | null
  readonly annotationIds: readonly string[]
  /** False where the photos stay open: "not this one". */
  readonly settles: boolean
  /** Entries of the log, once they are written. */
  readonly entryIds: readonly string[]
  /** Of the undos that took them back last. */
  readonly undoIds: readonly string[]
}

export interface ReviewState {
  readonly projectId: string
  readonly trail: Trail
  /** Newest last. */
  readonly done: readonly Act[]
  /** What was taken back and can be done again, newest last. */
  readonly undone: readonly Act[]
  /** By annotation: whom the person said it is not, which the engine may not know yet. */
  readonly denied: Readonly<Record<string, readonly string[]>>
  readonly pending: number
  readonly failed: readonly FailedWrite[]
  /** An annotation whose outline may have been drawn anew: it is compared again when it is next looked at. */
  readonly redrawn: string | null
}

const EMPTY = { trail: NO_TRAIL, done: [], undone: [], denied: {}, pending: 0, failed: [], redrawn: null }

/** A sitting of one project, kept while the person is elsewhere; another project begins another. */
export const useReviewState = create<ReviewState>(() => ({ projectId: '', ...EMPTY }))

export function beginReview(projectId: string): void {
  const { projectId: present, pending } = useReviewState.getState()
  if (present !== projectId && pending === 0) useReviewState.setState({ projectId, ...EMPTY })
}

/** The outline of an annotation is about to be drawn anew. */
export function beginRedrawing(projectId: string, annotationId: string): void {
  beginReview(projectId)
  useReviewState.setState({ redrawn: annotationId })
}

/** To be done once everything that waits has been written. */
let afterwards: () => void = () => undefined

export function onWritten(work: () => void): void {
  afterwards = work
}

export const writes: WriteLine = openWriteLine(
  ({ pending, failed }) => useReviewState.setState({ pending, failed }),
  () => afterwards(),
)

let lastAct = 0

export function newAct(act: Omit<Act, 'actId' | 'undoIds'>): Act {
  return { actId: ++lastAct, undoIds: [], ...act }
}

/** Notes what came of an act, wherever it is by then. */
export function amendAct(actId: number, change: Partial<Pick<Act, 'entryIds' | 'undoIds'>>): void {
  const amend = (acts: readonly Act[]) => acts.map((act) => (act.actId === actId ? { ...act, ...change } : act))
  useReviewState.setState(({ done, undone }) => ({ done: amend(done), undone: amend(undone) }))
}

export function actOf(actId: number): Act | undefined {
  const { done, undone } = useReviewState.getState()
  return [...done, ...undone].find((act) => act.actId === actId)
}
