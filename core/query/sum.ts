import type { VectorMethod } from './method.ts'
import { weightedDirection } from './vectors.ts'

/**
 * `q = L2((1 − balance)·v + balance·t)`, the usual baseline of composed image retrieval (e.g. Pic2Word,
 * Saito et al., CVPR 2023, "image + text"). At 0.5 it ranks like the sum of the two cosines.
 */
export const sum: VectorMethod = {
  kind: 'vector',
  compose: (photo, words, balance) => weightedDirection([photo, words], [1 - balance, balance]),
}
