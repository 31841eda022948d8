import { invalidArgument, type Matrix, type TokenSet } from '../types.ts'

/** The largest int8 in use; -128 is not, so that the range is symmetric. */
const LARGEST = 127

/**
 * Symmetric int8 with one scale a token: scale = max |x| / 127, so a component is off by at most scale / 2.
 * A token of zeros gets scale 1.
 * @param tokens [k × d]
 * @throws ResightError `invalid-argument` for a number that is not finite
 */
export function quantiseTokens(tokens: Matrix): TokenSet {
  const { n, d, data } = tokens
  const quantised = new Int8Array(n * d)
  const scales = new Float32Array(n)
  for (let t = 0; t < n; t++) {
    let largest = 0
    for (let c = t * d; c < (t + 1) * d; c++) {
      const magnitude = Math.abs(data[c]!)
      if (!(magnitude < Infinity))
        throw invalidArgument(`component ${c - t * d} of token ${t}`, 'finite number', data[c])
      if (magnitude > largest) largest = magnitude
    }
    scales[t] = largest / LARGEST
    // A maximum so small that its 127th part underflows quantises to zeros, like zeros themselves.
    if (scales[t] === 0) {
      scales[t] = 1
      continue
    }
    const perUnit = LARGEST / largest
    for (let c = t * d; c < (t + 1) * d; c++) quantised[c] = Math.round(data[c]! * perUnit)
  }
  return { k: n, d, data: quantised, scales }
}

/** @returns [k × d] float32 */
export function dequantiseTokens(tokens: TokenSet): Matrix {
  const { k, d, data, scales } = tokens
  const out = new Float32Array(k * d)
  for (let t = 0; t < k; t++) {
    for (let c = t * d; c < (t + 1) * d; c++) out[c] = data[c]! * scales[t]!
  }
  return { n: k, d, data: out }
}
