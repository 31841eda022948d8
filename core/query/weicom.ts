import { gaussianCdf } from './calibrate.ts'
import type { ScoreMethod } from './method.ts'

/**
 * WeiCom (Psomas et al., "Composed Image Retrieval for Remote Sensing", IGARSS 2024): each list of similarities is
 * brought to the same footing by the CDF of its own normal distribution over the library, then
 * `(1 − λ)·Φ(s_photo) + λ·Φ(s_words)`, λ = balance. The authors' code takes 0.5 by default; 0.3 was best for CLIP.
 */
export const weicom: ScoreMethod = {
  kind: 'score',
  compose(photo, words, balance) {
    const photoShare = gaussianCdf(photo)
    const wordsShare = gaussianCdf(words)
    return photoShare.map((value, row) => (1 - balance) * value + balance * wordsShare[row]!)
  },
}
