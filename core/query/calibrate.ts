import { normalCdf } from './normal.ts'

/**
 * Brings cosines of one query part to a common footing: the normal CDF of each, with mean and unbiased standard
 * deviation over the whole list, i.e. the share of a normally distributed library that resembles the part less.
 * Cosines can't be compared as they are: between photos they fill 0.5 to 1, between words and photos 0.15 to 0.35.
 *
 * A list that says nothing (fewer than two photos, or all alike) gives 0.5 throughout.
 * @param similarities [ntotal] @returns [ntotal] in [0, 1]
 */
export function gaussianCdf(similarities: Float32Array): Float64Array {
  const n = similarities.length
  let total = 0
  for (const value of similarities) total += value
  const mean = total / n
  let squares = 0
  for (const value of similarities) squares += (value - mean) ** 2
  const std = n > 1 ? Math.sqrt(squares / (n - 1)) : 0
  // Rounding alone spreads equal float32 values by about 1e-8 around their float64 mean.
  if (!(std > 1e-7)) return new Float64Array(n).fill(0.5)
  const calibrated = new Float64Array(n)
  // A plain loop: `Float64Array.from` with a function takes several times as long, and this runs over the library.
  for (let row = 0; row < n; row++) calibrated[row] = normalCdf((similarities[row]! - mean) / std)
  return calibrated
}

const remembered = new WeakMap<Float32Array, Float64Array>()

/**
 * As `gaussianCdf`, remembered as long as the list itself is.
 * @param similarities never written to from here on, as those of `similarityLists` are not @returns likewise
 */
export function rememberedCdf(similarities: Float32Array): Float64Array {
  let calibrated = remembered.get(similarities)
  if (calibrated === undefined) {
    calibrated = gaussianCdf(similarities)
    remembered.set(similarities, calibrated)
  }
  return calibrated
}
