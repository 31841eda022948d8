/** Pairs of points, one of two pictures each, and how much each pair counts. */
export interface WeightedPairs {
  /** [m × 2] px */
  readonly from: Float32Array
  readonly to: Float32Array
  /** [m] > 0, largest first */
  readonly weights: Float32Array
}

export interface Agreement {
  /** Σ weight · (1 − (error / threshold)²) over the inliers, ≥ 0 */
  readonly support: number
  /** [3 × 3] row by row: turns, scales and shifts `from` to `to`; null: no two pairs agree with any */
  readonly model: Float64Array | null
  /** [m] */
  readonly inliers: readonly boolean[]
}

/** Pairs that are taken two by two for a hypothesis: 780 of them. */
const HYPOTHESISED = 40
/** Two points nearer than this, px, say little about a turn. */
const LEAST_BASE = 8
/** How much larger one picture may show the animal than the other: regions are cut to one size. */
const MAX_SCALE = 4
const REFINEMENTS = 3

/** a + bi and c + di: z ↦ (a + bi) z + (c + di). */
type Similarity = readonly [a: number, b: number, c: number, d: number]

/**
 * The similarity transform (turn, scale, shift) that the weightiest pairs agree on. An animal's side is no plane, and it bends:
 * few parameters and a loose threshold bear that, where a homography fits what is alike by chance. Every two of the
 * weightiest 40 pairs are a hypothesis, so nothing is random; the best is refined by reweighted least squares.
 * @param threshold largest error of an inlier, px of `to`
 */
export function agreeOnSimilarity(pairs: WeightedPairs, threshold: number): Agreement {
  const m = pairs.weights.length
  const coordinates = coordinatesOf(pairs)
  let best: Similarity | null = null
  let support = 0
  for (let i = 0; i < Math.min(m, HYPOTHESISED); i++) {
    for (let j = i + 1; j < Math.min(m, HYPOTHESISED); j++) {
      const model = throughTwo(pairs, i, j)
      if (model === null) continue
      const found = supportOf(coordinates, model, threshold)
      if (found > support) [best, support] = [model, found]
    }
  }
  if (best === null) return { support: 0, model: null, inliers: new Array<boolean>(m).fill(false) }
  let refined: Similarity | null = best
  for (let step = 0; step < REFINEMENTS && refined !== null; step++) {
    refined = leastSquares(pairs, refined, threshold)
    const found: number = refined === null ? 0 : supportOf(coordinates, refined, threshold)
    if (refined !== null && found > support) [best, support] = [refined, found]
  }
  const [a, b, c, d] = best
  const inliers = Array.from({ length: m }, (_, i) => errorOf(pairs, best, i) < threshold * threshold)
  return { support, model: Float64Array.of(a, -b, c, b, a, d, 0, 0, 1), inliers }
}

function throughTwo({ from, to }: WeightedPairs, i: number, j: number): Similarity | null {
  const [fx, fy] = [from[2 * j]! - from[2 * i]!, from[2 * j + 1]! - from[2 * i + 1]!]
  const [tx, ty] = [to[2 * j]! - to[2 * i]!, to[2 * j + 1]! - to[2 * i + 1]!]
  const [base, image] = [fx * fx + fy * fy, tx * tx + ty * ty]
  if (base < LEAST_BASE ** 2 || image < LEAST_BASE ** 2) return null
  if (image > MAX_SCALE ** 2 * base || base > MAX_SCALE ** 2 * image) return null
  const a = (tx * fx + ty * fy) / base
  const b = (ty * fx - tx * fy) / base
  const [x, y] = [from[2 * i]!, from[2 * i + 1]!]
  return [a, b, to[2 * i]! - a * x + b * y, to[2 * i + 1]! - b * x - a * y]
}

/** Squared, px. */
function errorOf({ from, to }: WeightedPairs, [a, b, c, d]: Similarity, i: number): number {
  const [x, y] = [from[2 * i]!, from[2 * i + 1]!]
  const dx = a * x - b * y + c - to[2 * i]!
  const dy = b * x + a * y + d - to[2 * i + 1]!
  return dx * dx + dy * dy
}

/** The same numbers by coordinate, in the width that is computed in: they are read anew for every hypothesis. */
interface Coordinates {
  readonly fromX: Float64Array
  readonly fromY: Float64Array
  readonly toX: Float64Array
  readonly toY: Float64Array
  readonly weights: Float64Array
}

function coordinatesOf({ from, to, weights }: WeightedPairs): Coordinates {
  const pick = (points: Float32Array, at: 0 | 1) => Float64Array.from(weights, (_, i) => points[2 * i + at]!)
  return {
    fromX: pick(from, 0),
    fromY: pick(from, 1),
    toX: pick(to, 0),
    toY: pick(to, 1),
    weights: Float64Array.from(weights),
  }
}

function supportOf({ fromX, fromY, toX, toY, weights }: Coordinates, model: Similarity, threshold: number): number {
  const [a, b, c, d] = model
  const perSquare = 1 / (threshold * threshold)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    const x = fromX[i]!
    const y = fromY[i]!
    const dx = a * x - b * y + c - toX[i]!
    // Most pairs are far off, and seen to be by one coordinate.
    if (dx > threshold || dx < -threshold) continue
    const dy = b * x + a * y + d - toY[i]!
    const share = 1 - (dx * dx + dy * dy) * perSquare
    if (share > 0) sum += weights[i]! * share
  }
  return sum
}

/** Least squares (Umeyama 1991, no reflection) over the present inliers, each weighted by what it adds to the support. */
function leastSquares(pairs: WeightedPairs, model: Similarity, threshold: number): Similarity | null {
  const { from, to, weights } = pairs
  const perSquare = 1 / (threshold * threshold)
  const shares = weights.map((weight, i) => weight * Math.max(0, 1 - errorOf(pairs, model, i) * perSquare))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const mean = (points: Float32Array, at: 0 | 1) =>
    shares.reduce((sum, share, i) => sum + share * points[2 * i + at]!, 0) / total
  const [fx, fy, tx, ty] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)]
  let [squares, real, imaginary] = [0, 0, 0]
  shares.forEach((share, i) => {
    const [x, y] = [from[2 * i]! - fx, from[2 * i + 1]! - fy]
    const [u, v] = [to[2 * i]! - tx, to[2 * i + 1]! - ty]
    squares += share * (x * x + y * y)
    real += share * (u * x + v * y)
    imaginary += share * (v * x - u * y)
  })
  if (!(squares > 0)) return null
  const [a, b] = [real / squares, imaginary / squares]
  return [a, b, tx - a * fx + b * fy, ty - b * fx - a * fy]
}
