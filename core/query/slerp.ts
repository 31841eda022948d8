import type { VectorMethod } from './method.ts'
import { dot, weightedDirection } from './vectors.ts'

/** Beyond this cosine sin θ is too small to divide by; the straight line is then as good. Value of the authors' code. */
const NEARLY_PARALLEL = 0.9995

/**
 * Spherical linear interpolation (Jang et al., "Spherical Linear Interpolation and Text-Anchoring for Zero-shot
 * Composed Image Retrieval", ECCV 2024): `q = [sin((1−a)θ)·v + sin(aθ)·t] / sin θ`, θ the angle between v and t,
 * a = balance. The authors favour words, a = 0.8 to 0.9.
 */
export const slerp: VectorMethod = {
  kind: 'vector',
  compose(photo, words, balance) {
    const cosine = Math.max(-1, Math.min(1, dot(photo, words)))
    if (Math.abs(cosine) > NEARLY_PARALLEL) return weightedDirection([photo, words], [1 - balance, balance])
    const theta = Math.acos(cosine)
    return weightedDirection([photo, words], [Math.sin((1 - balance) * theta), Math.sin(balance * theta)])
  },
}
