import type { AddReport } from '../../api.ts'

/** What a batch, or all of them, came to. Every file seen counts in one of them; a photo's file encoded now in the first. */
export interface Tally {
  readonly indexed: number
  readonly unchanged: number
  /** Recognised by content at another path. */
  readonly moved: number
  readonly failed: number
}

export const NOTHING: Tally = { indexed: 0, unchanged: 0, moved: 0, failed: 0 }

export function sumOf(a: Tally, b: Tally): Tally {
  return {
    indexed: a.indexed + b.indexed,
    unchanged: a.unchanged + b.unchanged,
    moved: a.moved + b.moved,
    failed: a.failed + b.failed,
  }
}

export function reportOf(tally: Tally, run: Pick<AddReport, 'removed' | 'cancelled' | 'seconds'>): AddReport {
  return { ...tally, ...run, photosPerSecond: run.seconds > 0 ? tally.indexed / run.seconds : 0 }
}
