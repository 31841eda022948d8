import type { ScoreMethod } from './method.ts'

/**
 * `max(0, <v,x>) · max(0, <t,x>)`, the product that BASIC takes as its baseline (Psomas et al., "Instance-Level
 * Composed Image Retrieval", NeurIPS 2025): both must agree, where a sum lets one outvote the other.
 *
 * Differs from the paper, which has no balance: here each factor has an exponent, 2·(1 − balance) for the photo and
 * 2·balance for the words, so that 0.5 is the plain product and each end ranks by its own cosine alone.
 */
export const product: ScoreMethod = {
  kind: 'score',
  compose(photo, words, balance) {
    const photoExponent = 2 * (1 - balance)
    const wordsExponent = 2 * balance
    const composed = new Float64Array(photo.length)
    for (let row = 0; row < composed.length; row++) {
      composed[row] = Math.max(0, photo[row]!) ** photoExponent * Math.max(0, words[row]!) ** wordsExponent
    }
    return composed
  },
}
