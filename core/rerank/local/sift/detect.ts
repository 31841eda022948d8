import type { Pixels } from '../../../types.ts'
import type { FoundFeatures } from '../place.ts'
import { describe, directionsOf, gradientsOf, SIFT_D, type Gradients } from './describe.ts'
import { findExtrema } from './extrema.ts'
import { buildPyramid, greyPlane } from './pyramid.ts'

export interface SiftSettings {
  /** Least |difference of Gaussians| of a keypoint, on grey values in [0, 1]. */
  readonly threshold: number
  readonly limit: number
}

/**
 * SIFT keypoints with RootSIFT descriptors (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV
 * 2004). The strongest blobs first; one with several directions gives several keypoints.
 * @param mask [height × width], 0 where no keypoint may lie; null: anywhere
 */
export function detectSift(pixels: Pixels, mask: Uint8Array | null, { threshold, limit }: SiftSettings): FoundFeatures {
  const { width, height } = pixels
  const octaves = buildPyramid(greyPlane(width, height, pixels.data))
  const blobs = findExtrema(octaves, threshold)
    .map((blob) => ({ blob, x: blob.x * 2 ** blob.octave, y: blob.y * 2 ** blob.octave }))
    .filter(({ x, y }) => {
      const [column, row] = [Math.round(x), Math.round(y)]
      if (column < 0 || row < 0 || column >= width || row >= height) return false
      return mask === null || mask[row * width + column] !== 0
    })
    .sort((a, b) => b.blob.response - a.blob.response || a.y - b.y || a.x - b.x)
  const gradients = new Map<string, Gradients>()
  const descriptors = new Float32Array(limit * SIFT_D)
  const keypoints: number[] = []
  const strengths: number[] = []
  for (const { blob, x, y } of blobs) {
    const key = `${blob.octave}/${blob.level}`
    const around = gradients.get(key) ?? gradientsOf(octaves[blob.octave]!.levels[blob.level]!)
    gradients.set(key, around)
    for (const direction of directionsOf(around, blob)) {
      const n = strengths.length
      if (n === limit) break
      describe(around, blob, direction, descriptors.subarray(n * SIFT_D, (n + 1) * SIFT_D))
      keypoints.push(x, y)
      strengths.push(blob.response)
    }
  }
  const n = strengths.length
  return {
    n,
    keypoints: Float32Array.from(keypoints),
    strengths: Float32Array.from(strengths),
    descriptors: descriptors.slice(0, n * SIFT_D),
  }
}
