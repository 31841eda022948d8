import { rememberedCdf } from './calibrate.ts'

/** One thing to avoid: its cosines with the whole library, and the weight the person gave it. */
export interface Negative {
  /** [ntotal] cosines; not to be changed afterwards */
  readonly similarities: Float32Array
  readonly weight: number
}

/**
 * Pushes away what resembles the negative parts: a photo loses, of its lead over the average photo of the library, the
 * share `Σ w·penalty / 2`, at most all of it. So one part of weight 1 takes up to half, and the result stays on the
 * scale of `base`.
 *
 * It is the keep/avoid rescoring of SoFT (Jung et al., "Soft Filtering: Guiding Zero-shot Composed Image Retrieval with
 * Prescriptive and Proscriptive Constraints", AAAI 2026), `s' = s_base · (s_reward + 1 − s_penalty) / 2`, with s_reward
 * = 1 (what to keep is in the base already), and differs from it in three ways, measured in docs/decisions/negatives.md:
 * s_base counts from the mean of the library, for a factor means nothing on cosines that all lie between 0.15 and 0.35,
 * and turns round below 0; s_penalty is calibrated, `max(0, 2Φ − 1)`, 0 for a photo that resembles the part no more
 * than the average does; penalties of several parts add up.
 *
 * @param base [ntotal] similarities after composition
 * @param negatives at least one
 */
export function avoid(base: Float32Array | Float64Array, negatives: readonly Negative[]): Float64Array {
  const lost = new Float64Array(base.length)
  for (const { similarities, weight } of negatives) {
    const share = rememberedCdf(similarities)
    for (let row = 0; row < lost.length; row++) lost[row]! += (weight * Math.max(0, 2 * share[row]! - 1)) / 2
  }
  let total = 0
  for (const value of base) total += value
  const mean = total / base.length
  const pushed = new Float64Array(base.length)
  for (let row = 0; row < base.length; row++) {
    pushed[row] = base[row]! - Math.abs(base[row]! - mean) * Math.min(1, lost[row]!)
  }
  return pushed
}

/**
 * For a query that only says what to avoid: the weighted mean over its parts of the share of the library that
 * resembles the part more than this photo does.
 * @param negatives at least one @returns [ntotal] in [0, 1]
 */
export function everythingBut(negatives: readonly Negative[]): Float64Array {
  const total = negatives.reduce((sum, { weight }) => sum + weight, 0)
  const result = new Float64Array(negatives[0]!.similarities.length).fill(1)
  for (const { similarities, weight } of negatives) {
    rememberedCdf(similarities).forEach((value, row) => (result[row]! -= (weight / total) * value))
  }
  return result
}
