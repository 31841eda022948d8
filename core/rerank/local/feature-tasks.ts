import type { Pixels } from '../../types.ts'
import type { FoundFeatures } from './place.ts'

/** What a feature process is asked, and what it answers. Plain data: it crosses a process boundary. */
export type FeatureTask = DetectTask | EstimateTask

export interface DetectTask {
  readonly kind: 'detect'
  readonly pixels: Pixels
  /** [height × width], 0 where no keypoint may lie; null: anywhere */
  readonly mask: Uint8Array | null
  /** @see SiftSettings */
  readonly threshold: number
  readonly limit: number
}

/** Pairs of points whose common geometry is wanted, a set for each candidate. */
export interface EstimateTask {
  readonly kind: 'estimate'
  readonly sets: readonly PointPairs[]
  readonly settings: EstimateSettings
}

export interface PointPairs {
  /** [m × 2], most similar pair first */
  readonly from: Float32Array
  readonly to: Float32Array
}

export const GEOMETRIES = ['homography', 'affine'] as const
export type Geometry = (typeof GEOMETRIES)[number]

export interface EstimateSettings {
  readonly geometry: Geometry
  /** Largest distance of an inlier from where the model puts it, in the units of `to`. */
  readonly threshold: number
  readonly confidence: number
  readonly maxIterations: number
  readonly seed: number
}

export interface DetectAnswer extends FoundFeatures {
  readonly kind: 'detect'
}

export interface EstimateAnswer {
  readonly kind: 'estimate'
  readonly estimates: readonly Estimate[]
}

export interface Estimate {
  /** [3 × 3] row by row, maps `from` to `to`; null: no model was found */
  readonly model: Float64Array | null
  /** [m] 1 for an inlier */
  readonly inliers: Uint8Array
}

export type FeatureAnswer = DetectAnswer | EstimateAnswer
