import { invalidArgument, type Matrix } from '../types.ts'

/** Tokens kept a photo: the storage setting of CraterBench-R; 64 is its accuracy setting. */
export const TOKENS_KEPT = 16

/**
 * Instance-token aggregation (CraterBench-R, see `docs/decisions`): k seeds by farthest-point sampling in cosine
 * space, every other token added to its nearest seed, z_j = L2(seed_j + mean of its cluster), the cluster without
 * the seed. The first seed is the token most similar to the global vector, which the paper leaves open; ties go to
 * the smaller index. At least k tokens are never made up: n ≤ k tokens come back as they are.
 * @param tokens [n × d], rows L2-normalised, n ≥ 1
 * @param global [d], L2-normalised
 * @returns [min(n, k) × d], rows L2-normalised, in the order in which the seeds were chosen
 * @throws ResightError `invalid-argument` for a size that does not fit or a number that is not finite
 */
export function aggregateTokens(tokens: Matrix, global: Float32Array, k: number = TOKENS_KEPT): Matrix {
  const { n, d, data } = tokens
  if (!Number.isInteger(k) || k < 1) throw invalidArgument('k', 'positive integer', k)
  if (n < 1 || data.length !== n * d) throw invalidArgument('tokens', `${n} × ${d} numbers, n ≥ 1`, data.length)
  if (global.length !== d) throw invalidArgument('global', `${d} numbers`, global.length)
  const { seeds, nearest } = farthestPoints(tokens, global, Math.min(k, n))
  const counts = new Uint32Array(seeds.length)
  for (const seed of nearest) if (seed >= 0) counts[seed]!++
  const out = new Float32Array(seeds.length * d)
  for (let i = 0; i < n; i++) {
    const seed = nearest[i]!
    if (seed < 0) continue
    const share = 1 / counts[seed]!
    for (let c = 0; c < d; c++) out[seed * d + c]! += share * data[i * d + c]!
  }
  seeds.forEach((row, seed) => {
    let square = 0
    for (let c = 0; c < d; c++) {
      const value = out[seed * d + c]! + data[row * d + c]!
      out[seed * d + c] = value
      square += value * value
    }
    // A seed and a cluster that cancel out leave no direction: the seed alone stands for them.
    const usable = square > 1e-12
    const scale = usable ? 1 / Math.sqrt(square) : 1
    for (let c = 0; c < d; c++) out[seed * d + c] = (usable ? out[seed * d + c]! : data[row * d + c]!) * scale
  })
  return { n: seeds.length, d, data: out }
}

/**
 * The seeds' rows in order of choice, and for every row the seed (by position among the seeds) with the largest
 * cosine, -1 for the seeds themselves.
 */
function farthestPoints(
  tokens: Matrix,
  global: Float32Array,
  k: number,
): { readonly seeds: readonly number[]; readonly nearest: Int32Array } {
  const { n, d } = tokens
  const rows = Array.from({ length: n }, (_, i) => tokens.data.subarray(i * d, (i + 1) * d))
  const nearest = new Int32Array(n).fill(-1)
  const closest = new Float64Array(n).fill(-Infinity)
  const chosen = new Uint8Array(n)
  const seeds: number[] = []
  let next = 0
  let best = -Infinity
  for (let i = 0; i < n; i++) {
    const similarity = dot(rows[i]!, global)
    if (!Number.isFinite(similarity)) throw invalidArgument('tokens', 'finite numbers', similarity)
    if (similarity > best) {
      best = similarity
      next = i
    }
  }
  while (seeds.length < k) {
    const seed = seeds.push(next) - 1
    chosen[next] = 1
    const latest = rows[next]!
    let least = Infinity
    for (let i = 0; i < n; i++) {
      if (chosen[i]) continue
      const similarity = dot(rows[i]!, latest)
      if (similarity > closest[i]!) {
        closest[i] = similarity
        nearest[i] = seed
      }
      if (closest[i]! < least) {
        least = closest[i]!
        next = i
      }
    }
  }
  for (const seed of seeds) nearest[seed] = -1
  return { seeds, nearest }
}

/** Four sums in flight, because one would wait for itself at every step. */
function dot(a: Float32Array, b: Float32Array): number {
  const d = a.length
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = 0
  for (; i + 3 < d; i += 4) {
    s0 += a[i]! * b[i]!
    s1 += a[i + 1]! * b[i + 1]!
    s2 += a[i + 2]! * b[i + 2]!
    s3 += a[i + 3]! * b[i + 3]!
  }
  for (; i < d; i++) s0 += a[i]! * b[i]!
  return s0 + s1 + (s2 + s3)
}
