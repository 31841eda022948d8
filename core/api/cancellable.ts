import type { JobControl, PhotoId, Query, SearchAnswer } from '../api.ts'
import type { Evidence } from './evidence.ts'
import type { PhotoIdentifier } from './photo-id.ts'

/** How whoever no longer waits for an answer says so. */
export type CallControl = Pick<JobControl, 'signal'>

/** Calls that may take long enough to be given up; then they reject as `cancelled` at the next piece of their work. */
export interface SlowCalls extends Pick<
  PhotoIdentifier,
  'proposeRegions' | 'regionAt' | 'refineRegion' | 'reviewQueue' | 'searchAll' | 'matchedPoints' | 'previewAccept'
> {
  search(query: Query): Promise<SearchAnswer>
  evidence(query: Query, photoId: PhotoId): Promise<Evidence>
}

/** The same calls, with a control after all other arguments. */
export type Cancellable<C> = {
  [N in keyof C]: C[N] extends (...args: infer A) => infer R ? (...args: [...A, control?: CallControl]) => R : never
}
