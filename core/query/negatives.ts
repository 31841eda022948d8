import { gaussianCdf } from './calibrate.ts'

/** One thing to avoid: its cosines with the whole library, and the weight the person gave it. */
export interface Negative {
  /** [ntotal] cosines */
  readonly similarities: Float32Array
  readonly weight: number
}

/**
 * Pushes away what resembles the negative parts. Keep/avoid rescoring of SoFT (Jung et al., "Soft Filtering: Guiding
 * Zero-shot Composed Image Retrieval with Prescriptive and Proscriptive Constraints", AAAI 2026):
 * `s' = s_base · (s_reward + 1 − s_penalty) / 2`.
 *
 * @param base [ntotal] similarities after composition, or null when the query only says what to avoid
 * @returns [ntotal] in [0, 1], larger is better
 */
export function avoid(base: Float32Array | Float64Array | null, negatives: readonly Negative[]): Float64Array {
  const ntotal = negatives[0]!.similarities.length
  const penalty = new Float64Array(ntotal)
  for (const negative of negatives) {
    gaussianCdf(negative.similarities).forEach((value, row) => {
      penalty[row] = Math.max(penalty[row]!, Math.min(1, negative.weight * value))
    })
  }
  if (base === null) return penalty.map((value) => (2 - value) / 2)
  const reward = gaussianCdf(Float32Array.from(base))
  return reward.map((value, row) => (value * (value + 1 - penalty[row]!)) / 2)
}
