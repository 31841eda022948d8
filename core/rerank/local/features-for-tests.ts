/** Test only: pictures and features that are the same everywhere. */
import type { LocalFeatures, Pixels, TokenSet } from '../../types.ts'
import { noise, unitRows } from '../kernel-cases.ts'
import { quantiseTokens } from '../quantise.ts'
import type { FeaturePicture } from './extractor.ts'

/** Soft blots of many sizes: something to find at every scale. */
export function blots(width: number, height: number, seed = 1): Pixels {
  const next = noise(seed)
  const spots = Array.from({ length: 160 }, () => ({
    x: ((next() + 1) / 2) * width,
    y: ((next() + 1) / 2) * height,
    radius: 3 + 9 * ((next() + 1) / 2),
    aspect: 1 + next() / 2,
    value: next() * 90,
  }))
  return picture(width, height, (x, y) =>
    spots.reduce((sum, { x: cx, y: cy, radius, aspect, value }) => {
      const distance = ((x - cx) / radius) ** 2 + ((y - cy) / (radius * aspect)) ** 2
      return distance > 12 ? sum : sum + value * Math.exp(-distance)
    }, 128),
  )
}

/** @param value grey of a pixel, clamped to 0 … 255 */
export function picture(width: number, height: number, value: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const grey = Math.min(255, Math.max(0, Math.round(value(i % width, Math.floor(i / width)))))
    data.fill(grey, 3 * i, 3 * i + 3)
  }
  return { width, height, data }
}

export function wholePicture(pixels: Pixels): FeaturePicture {
  const { width, height } = pixels
  return { pixels, imageSize: { width, height }, region: { x: 0, y: 0, width: 1, height: 1 } }
}

export function descriptors(k: number, d: number, seed: number): TokenSet {
  return quantiseTokens(unitRows(k, d, seed))
}

/** @param points x and y of each keypoint */
export function featuresAt(points: readonly (readonly [number, number])[], of: TokenSet, scale = 1): LocalFeatures {
  return {
    imageSize: { width: 1000, height: 800 },
    scale,
    keypoints: Float32Array.from(points.flat()),
    strengths: Float32Array.from(points, () => 1),
    descriptors: of,
  }
}
