import type { Candidate } from '../../../../core/api/photo-id.ts'

/** Which candidate, and which photo of it, is held beside the query. */
export interface Choice {
  readonly individualId: string
  /** Of the individual; 0: its best. */
  readonly photo: number
}

/** @param denied individuals that the person has said it is not */
export function offered(candidates: readonly Candidate[], denied: ReadonlySet<string>): readonly Candidate[] {
  return candidates.filter(({ individualId }) => !denied.has(individualId))
}

/**
 * What is shown: what was chosen while it is offered, else the best.
 * @returns null where nobody is offered
 */
export function shownChoice(candidates: readonly Candidate[], chosen: Choice | null): Choice | null {
  const first = candidates[0]
  if (first === undefined) return null
  const isThere = chosen !== null && candidates.some(({ individualId }) => individualId === chosen.individualId)
  return isThere ? chosen : { individualId: first.individualId, photo: 0 }
}

/** The candidate `step` places on; it stays within the list. */
export function stepCandidate(candidates: readonly Candidate[], from: Choice, step: number): Choice {
  const at = candidates.findIndex(({ individualId }) => individualId === from.individualId)
  const next = candidates[Math.min(candidates.length - 1, Math.max(0, at + step))]
  return next === undefined || next.individualId === from.individualId
    ? from
    : { individualId: next.individualId, photo: 0 }
}

/** Another photo of the candidate, round and round. */
export function stepPhoto(from: Choice, count: number, step: number): Choice {
  return count === 0 ? from : { ...from, photo: (((from.photo + step) % count) + count) % count }
}

/** The candidate's photos, the one most like the query first, the others as they were. */
export function photosOfCandidate(candidate: Candidate, annotationIds: readonly string[]): readonly string[] {
  return [candidate.annotationId, ...annotationIds.filter((id) => id !== candidate.annotationId)]
}

/** After "not this one": the next in the list, or the one before where it was the last. */
export function afterDenial(candidates: readonly Candidate[], individualId: string): Choice | null {
  const at = candidates.findIndex((candidate) => candidate.individualId === individualId)
  const next = candidates[at + 1] ?? candidates[at - 1]
  return next === undefined ? null : { individualId: next.individualId, photo: 0 }
}
