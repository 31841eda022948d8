import type { Feeds } from '../runtime/create-session.ts'
import { invalidArgument, type Matrix, type TokenSet } from '../types.ts'

/** One run of the MaxSim kernel. */
export interface MaxSimInput {
  /** [q × d], rows L2-normalised: the tokens of all query parts, one part after the other */
  readonly query: Matrix
  /** [q]: a part's weight divided by its number of tokens, so that a weighted mean of maxima is one sum */
  readonly weights: Float32Array
  /** At least one; they may hold different numbers of tokens, each at least one. */
  readonly candidates: readonly TokenSet[]
}

/**
 * What `graphs/maxsim.onnx` is fed. Its output `similarities` [n × 1] is
 * s_c = Σ_i weights_i · max_j ⟨query_i, token_j of candidate c⟩ (CraterBench-R's mean of maxima, weighted).
 *
 * A candidate with fewer tokens than the batch's most is filled up with copies of its first, which leaves every
 * maximum as it is and needs no mask.
 * @throws ResightError `invalid-argument` for sizes that do not fit or query numbers that are not finite
 */
export function maxSimFeeds(input: MaxSimInput): Feeds {
  const { query, weights, candidates } = input
  const { n: q, d } = query
  if (q < 1 || query.data.length !== q * d) throw invalidArgument('query', 'at least one token', q)
  if (weights.length !== q) throw invalidArgument('weights', `${q} numbers`, weights.length)
  if (candidates.length < 1) throw invalidArgument('candidates', 'at least one', candidates.length)
  rejectNonFinite('query', query.data)
  rejectNonFinite('weights', weights)
  const n = candidates.length
  const k = candidates.reduce((most, candidate) => Math.max(most, candidate.k), 0)
  const tokens = new Int8Array(n * k * d)
  const scales = new Float32Array(n * k)
  candidates.forEach((candidate, c) => {
    if (candidate.k < 1) throw invalidArgument(`candidates[${c}].k`, 'positive integer', candidate.k)
    if (candidate.d !== d) throw invalidArgument(`candidates[${c}].d`, `${d}`, candidate.d)
    rejectNonFinite(`candidates[${c}].scales`, candidate.scales)
    tokens.set(candidate.data, c * k * d)
    scales.set(candidate.scales, c * k)
    for (let t = candidate.k; t < k; t++) {
      tokens.copyWithin((c * k + t) * d, c * k * d, (c * k + 1) * d)
      scales[c * k + t] = candidate.scales[0]!
    }
  })
  return {
    tokens: { type: 'int8', data: tokens, dims: [n, k, d] },
    scales: { type: 'float32', data: scales, dims: [n, k, 1] },
    query: { type: 'float32', data: transpose(query), dims: [d, q] },
    weights: { type: 'float32', data: weights, dims: [q, 1] },
  }
}

/** NaN would be swallowed or spread by `max`, depending on the device: it must not get that far. */
export function rejectNonFinite(name: string, data: Float32Array): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) throw invalidArgument(`${name}[${i}]`, 'finite number', data[i])
  }
}

function transpose({ n, d, data }: Matrix): Float32Array {
  const out = new Float32Array(n * d)
  for (let i = 0; i < n; i++) for (let c = 0; c < d; c++) out[c * n + i] = data[i * d + c]!
  return out
}
