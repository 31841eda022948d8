import type { Change } from './zoom.ts'

/** A stage that takes part in looking at several photos as one. */
export interface ZoomMember {
  change(next: Change): void
  /** What it showed at first; all of the photo, where it shows that already. */
  showFirst(): void
  /** A part of the photo is out of sight. */
  isLarger(): boolean
}

/** Carries what is done to one stage to others. */
export interface ZoomLink {
  /** @returns what leaves it */
  join(member: ZoomMember): () => void
  change(from: ZoomMember, next: Change): void
}
