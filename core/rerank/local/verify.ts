import type { LocalFeatures } from '../../types.ts'
import type { FeatureProcesses } from './feature-processes.ts'
import type { EstimateSettings, Geometry, PointPairs } from './feature-tasks.ts'
import type { FeatureMatch } from './match.ts'

/** One geometry under which points of two photos match. */
export interface Verification {
  /** [3 × 3] row by row, maps px of the upright query to px of the upright candidate; null: none was found */
  readonly model: Float64Array | null
  /** One a match, in their order. */
  readonly inliers: readonly boolean[]
  readonly inlierCount: number
}

export interface VerifySettings {
  readonly geometry: Geometry
  /** Largest error of an inlier, px of the picture that the extractor saw of the candidate. */
  readonly thresholdPx: number
  readonly confidence: number
  readonly maxIterations: number
  readonly seed: number
}

/** MAGSAC++ looks beyond its threshold by itself; 3 px is what XFeat's one-pixel keypoints leave on true pairs. */
export const VERIFY: VerifySettings = {
  geometry: 'homography',
  thresholdPx: 3,
  confidence: 0.999,
  maxIterations: 1000,
  seed: 1,
}

/** How far the plane may be turned away or the scale change before a homography is no photo of the same thing. */
const MAX_STRETCH = 8
const MAX_SCALE = 16

/**
 * Finds for each candidate the geometry that most matches agree on, and which do. A homography that turns the plane over
 * or squeezes it beyond what a photo shows is none. Candidates are shared out among the processes.
 * @param matches of each candidate, most similar first
 */
export async function verifyMatches(
  processes: FeatureProcesses,
  query: LocalFeatures,
  candidates: readonly { readonly features: LocalFeatures; readonly matches: readonly FeatureMatch[] }[],
  settings: VerifySettings = VERIFY,
): Promise<readonly Verification[]> {
  const { thresholdPx, ...rest } = settings
  const estimateSettings: EstimateSettings = { ...rest, threshold: thresholdPx }
  const sets = candidates.map(({ features, matches }) => pairsOf(query, features, matches))
  const share = Math.max(1, Math.ceil(sets.length / processes.processes))
  const parts = Array.from({ length: Math.ceil(sets.length / share) }, (_, i) => sets.slice(i * share, (i + 1) * share))
  const answers = await Promise.all(
    parts.map((part) => processes.run({ kind: 'estimate', sets: part, settings: estimateSettings })),
  )
  return answers
    .flatMap(({ estimates }) => estimates)
    .map(({ model, inliers }, c) => {
      const pairs = sets[c]!
      if (model === null || !isPlausible(model, pairs, inliers)) return nothing(inliers.length)
      const flags = Array.from(inliers, (flag) => flag === 1)
      return {
        model: inPhotoPixels(model, query.scale, candidates[c]!.features.scale),
        inliers: flags,
        inlierCount: flags.filter(Boolean).length,
      }
    })
}

function nothing(matches: number): Verification {
  return { model: null, inliers: new Array<boolean>(matches).fill(false), inlierCount: 0 }
}

/** Points in the pixels that the extractor saw, so that one threshold serves photos of every size. */
function pairsOf(query: LocalFeatures, candidate: LocalFeatures, matches: readonly FeatureMatch[]): PointPairs {
  const points = (features: LocalFeatures, indices: readonly number[]): Float32Array =>
    Float32Array.from(
      indices.flatMap((i) => [
        features.keypoints[2 * i]! * features.scale,
        features.keypoints[2 * i + 1]! * features.scale,
      ]),
    )
  return {
    from: points(
      query,
      matches.map((match) => match.query),
    ),
    to: points(
      candidate,
      matches.map((match) => match.candidate),
    ),
  }
}

/** Whether the model keeps the plane's side, and stretches it within bounds, at every inlier. */
function isPlausible(model: Float64Array, { from }: PointPairs, inliers: Uint8Array): boolean {
  const [a, b, , d, e, , g, h, i] = model as unknown as readonly number[] as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  for (let m = 0; m < inliers.length; m++) {
    if (inliers[m] !== 1) continue
    const [x, y] = [from[2 * m]!, from[2 * m + 1]!]
    const w = g * x + h * y + i
    const [u, v] = mapPoint(model, x, y)
    // Jacobian of the projective map.
    const [xx, xy, yx, yy] = [(a - u * g) / w, (b - u * h) / w, (d - v * g) / w, (e - v * h) / w]
    const area = xx * yy - xy * yx
    const squares = xx * xx + xy * xy + yx * yx + yy * yy
    if (!(area > 0) || area > MAX_SCALE ** 2 || area < MAX_SCALE ** -2) return false
    // Sum of the squared singular values over their product: s + 1/s for a ratio s of the two.
    if (squares / area > MAX_STRETCH + 1 / MAX_STRETCH) return false
  }
  return true
}

/** @param model [3 × 3] */
export function mapPoint(model: Float64Array, x: number, y: number): readonly [number, number] {
  const w = model[6]! * x + model[7]! * y + model[8]!
  return [(model[0]! * x + model[1]! * y + model[2]!) / w, (model[3]! * x + model[4]! * y + model[5]!) / w]
}

/** From scaled pixels to the photos' own: S_candidate⁻¹ · H · S_query, scaled so that its last number is 1. */
export function inPhotoPixels(model: Float64Array, query: number, candidate: number): Float64Array {
  const out = model.map((value, at) => value * (at % 3 < 2 ? query : 1) * (at < 6 ? 1 / candidate : 1))
  const last = out[8]!
  return last === 0 ? out : out.map((value) => value / last)
}
