import type { Encoder, Pixels } from '../../types.ts'
import { invalidArgument, type LocalFeatures } from '../../types.ts'
import { quantiseTokens } from '../quantise.ts'
import type { FeatureExtractor } from './extractor.ts'
import { keypointMask } from './mask.ts'

/** Finds features of a region: as an extractor does, or one vector of all of it. */
export type FeatureFinder = Pick<FeatureExtractor, 'id' | 'pixels' | 'extract'>

/** What is outside the polygon; the same for all, so that it says nothing. */
const OUTSIDE = 128

/**
 * An encoder's global vector of a region as its one descriptor, in the middle: kept where local features are kept. What lies
 * outside the polygon is painted grey.
 */
export function regionVector(encoder: Encoder): FeatureFinder {
  return {
    id: `vector@${encoder.space.id}`,
    pixels: encoder.pixels,
    async extract(picture) {
      const { region, imageSize } = picture
      const { globals } = await encoder.encodeImages([paintedOutside(picture.pixels, keypointMask(picture))])
      return {
        imageSize,
        scale: 1,
        keypoints: Float32Array.of(
          (region.x + region.width / 2) * imageSize.width - 0.5,
          (region.y + region.height / 2) * imageSize.height - 0.5,
        ),
        strengths: Float32Array.of(1),
        descriptors: quantiseTokens(globals),
      }
    },
  }
}

/** Cosine of two regions' vectors, in [-1, 1]. @throws ResightError `invalid-argument` for vectors of different widths */
export function regionCosine({ descriptors: a }: LocalFeatures, { descriptors: b }: LocalFeatures): number {
  if (a.d !== b.d || a.k !== 1 || b.k !== 1) throw invalidArgument('candidate', `one vector of ${a.d} numbers`, b.d)
  let sum = 0
  for (let c = 0; c < a.d; c++) sum += a.data[c]! * b.data[c]!
  return sum * a.scales[0]! * b.scales[0]!
}

function paintedOutside(pixels: Pixels, mask: Uint8Array | null): Pixels {
  if (mask === null) return pixels
  const data = pixels.data.slice()
  mask.forEach((inside, i) => {
    if (inside === 0) data.fill(OUTSIDE, 3 * i, 3 * i + 3)
  })
  return { ...pixels, data }
}
