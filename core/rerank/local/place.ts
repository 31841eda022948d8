import type { LocalFeatures } from '../../types.ts'
import { quantiseTokens } from '../quantise.ts'
import type { FeaturePicture, QuarterTurns } from './extractor.ts'
import { unturnPixel } from './turn.ts'

/** Keypoints in the pixels of the (turned) picture that an extractor saw, strongest first. */
export interface FoundFeatures {
  readonly n: number
  /** [n × 2] x and y; the centre of the first pixel is 0, 0 */
  readonly keypoints: Float32Array
  /** [n] > 0 */
  readonly strengths: Float32Array
  /** [n × d] L2-normalised */
  readonly descriptors: Float32Array
}

/** Puts what was found in a picture into the upright photo, and quantises it. */
export function placeFeatures(
  found: FoundFeatures,
  { pixels, imageSize, region }: FeaturePicture,
  turns: QuarterTurns,
): LocalFeatures {
  const { n } = found
  const perX = (region.width * imageSize.width) / pixels.width
  const perY = (region.height * imageSize.height) / pixels.height
  const keypoints = new Float32Array(2 * n)
  const strengths = new Float32Array(n)
  for (let i = 0; i < n; i++) {
    const [x, y] = unturnPixel(found.keypoints[2 * i]!, found.keypoints[2 * i + 1]!, pixels, turns)
    // Pixels are areas: the centre of the first is half a pixel from the edge at every scale.
    keypoints[2 * i] = region.x * imageSize.width + (x + 0.5) * perX - 0.5
    keypoints[2 * i + 1] = region.y * imageSize.height + (y + 0.5) * perY - 0.5
    strengths[i] = found.strengths[i]! / found.strengths[0]!
  }
  const d = n === 0 ? 1 : found.descriptors.length / n
  const descriptors = quantiseTokens({ n, d, data: found.descriptors })
  return { imageSize, scale: 2 / (perX + perY), keypoints, strengths, descriptors }
}
