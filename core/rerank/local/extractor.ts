import type { LocalFeatures, Pixels, PixelSpec, Region } from '../../types.ts'

/** Keypoints a photo at most; the 400 to 800, of which more find more and cost quadratically to match. */
export const MAX_KEYPOINTS = 800

/** What an extractor sees. */
export interface FeaturePicture {
  /** As the extractor's `pixels` asks. */
  readonly pixels: Pixels
  /** Of the upright photo, px. */
  readonly imageSize: { readonly width: number; readonly height: number }
  /** The part of the upright photo that `pixels` shows. */
  readonly region: Region
  /** No keypoint outside: corners x, y as fractions of the upright photo's width and height; absent: all of `region`. */
  readonly polygon?: readonly (readonly [number, number])[]
}

/** Quarter turns clockwise that a picture is given before it is looked at. */
export type QuarterTurns = 0 | 1 | 2 | 3

/** Finds keypoints and describes them. Implementations may be called concurrently. */
export interface FeatureExtractor {
  readonly name: 'xfeat' | 'sift'
  /** Names the extractor and every parameter: features of different ids are never compared. Key of the cache. */
  readonly id: string
  /** Components of a descriptor. */
  readonly d: number
  /** How a picture is wanted. */
  readonly pixels: PixelSpec
  /** What it runs on, e.g. `cpu`. */
  readonly device: string
  /**
   * @param turns looks at a copy turned by so many quarters, for extractors that are not invariant; keypoints are those of
   * the upright photo all the same
   * @returns at most `MAX_KEYPOINTS`, strongest first, none outside the picture's region and polygon
   */
  extract(picture: FeaturePicture, turns?: QuarterTurns): Promise<LocalFeatures>
  dispose(): Promise<void>
}
