import type { TokenSet } from '../../types.ts'

/** k different descriptors without near-ties among their products: component c of row i is a sine of its own pitch. */
export function noiseDescriptors(k: number, d: number, seed: number): TokenSet {
  const data = Int8Array.from({ length: k * d }, (_, at) => {
    const [row, c] = [Math.floor(at / d), at % d]
    return Math.round(127 * Math.sin(1 + seed * 17.3 + (row + 1 + seed * k) * 0.7548776662 * (c + 1)))
  })
  const scales = Float32Array.from({ length: k }, (_, row) => 1 / Math.hypot(...data.subarray(row * d, (row + 1) * d)))
  return { k, d, data, scales }
}
