import type { MaxSimInput } from './maxsim.ts'

/** The MaxSim kernel in float64, as the formula reads. @returns [n] similarities, in candidate order */
export function maxSimReference({ query, weights, candidates }: MaxSimInput): Float64Array {
  const similarities = new Float64Array(candidates.length)
  for (let c = 0; c < candidates.length; c++) {
    const { k, d, data, scales } = candidates[c]!
    for (let i = 0; i < query.n; i++) {
      let best = -Infinity
      for (let j = 0; j < k; j++) {
        let product = 0
        for (let x = 0; x < d; x++) product += query.data[i * d + x]! * data[j * d + x]! * scales[j]!
        best = Math.max(best, product)
      }
      similarities[c]! += weights[i]! * best
    }
  }
  return similarities
}
