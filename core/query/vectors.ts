/** Small vector arithmetic on [d] float32, in float64 inside. */

/** Below this a sum of unit vectors has no direction worth the name. */
const MIN_NORM = 1e-6

/** Inner product. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/**
 * The L2-normalised weighted sum. Where the vectors cancel out, the heaviest of them (the first of equals):
 * a query always has a direction.
 * @param vectors at least one, each [d] @param weights one a vector
 */
export function weightedDirection(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const d = vectors[0]!.length
  const sum = new Float64Array(d)
  vectors.forEach((vector, n) => {
    for (let i = 0; i < d; i++) sum[i]! += weights[n]! * vector[i]!
  })
  const norm = Math.hypot(...sum)
  if (norm >= MIN_NORM * Math.max(...weights.map(Math.abs))) return Float32Array.from(sum, (value) => value / norm)
  return Float32Array.from(vectors[weights.indexOf(Math.max(...weights))]!)
}
