import type { Pixels } from '../types.ts'

/** What a pixel is known or thought to be before GrabCut: OpenCV's `GC_BGD`, `GC_FGD`, `GC_PR_BGD`, `GC_PR_FGD`. */
export const SEED = { background: 0, animal: 1, maybeBackground: 2, maybeAnimal: 3 } as const

/** A foreground that is wanted. Plain data: it crosses a process boundary. */
export interface SegmentTask {
  readonly pixels: Pixels
  /** [height × width] of SEED */
  readonly seeds: Uint8Array
  readonly iterations: number
  /** Of several pieces, the one that has most of these points, px; then the largest. */
  readonly wanted: readonly (readonly [number, number])[]
  /** Diameter of what is cut off or filled in as too thin, px; below 2: nothing. */
  readonly smoothPx: number
  /** Corners of the outline, at most; at least 3. */
  readonly corners: number
  readonly seed: number
}

export interface SegmentAnswer {
  /** Outline of one piece, px of the picture, without its holes; null: there is no foreground. */
  readonly outline: readonly (readonly [number, number])[] | null
}
