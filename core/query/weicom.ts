import { rememberedCdf } from './calibrate.ts'
import type { ScoreMethod } from './method.ts'

/**
 * WeiCom (Psomas et al., "Composed Image Retrieval for Remote Sensing", IGARSS 2024): each list of similarities is
 * brought to the same footing by the CDF of its own normal distribution over the library, then
 * `(1 − λ)·Φ(s_photo) + λ·Φ(s_words)`, λ = balance. The authors' code takes 0.5 by default; 0.3 was best for CLIP.
 */
export const weicom: ScoreMethod = {
  kind: 'score',
  compose(photo, words, balance) {
    const photoShare = rememberedCdf(photo)
    const wordsShare = rememberedCdf(words)
    const composed = new Float64Array(photo.length)
    for (let row = 0; row < composed.length; row++) {
      composed[row] = (1 - balance) * photoShare[row]! + balance * wordsShare[row]!
    }
    return composed
  },
}
