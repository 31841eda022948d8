import type { InferenceSession } from 'onnxruntime-node'
import { runSession, type Feeds } from '../../runtime/create-session.ts'
import { invalidArgument, type TokenSet } from '../../types.ts'
import { dequantiseTokens } from '../quantise.ts'

/** A keypoint of the query and one of the candidate that are each other's nearest. */
export interface FeatureMatch {
  /** Index of the keypoint. */
  readonly query: number
  readonly candidate: number
  /** Cosine of the descriptors. */
  readonly similarity: number
  /** Distance to the nearest over that to the second nearest among the query's keypoints, in [0, 1]; 1 where there is none. */
  readonly ratio: number
}

/** Which mutual nearest neighbours count as a match. */
export interface MatchSettings {
  /** Least cosine. */
  readonly floor: number
  /** Most that the distance to the nearest may be of that to the second nearest; 1: no such test (Lowe 2004). */
  readonly ratio: number
}

/** Bytes of cosines that one run of the graph may hold; 100 candidates of 800 keypoints would take 256 MB. */
const MAX_RUN_BYTES = 64e6

/**
 * Matches a query with every candidate: mutual nearest neighbours by cosine that pass the floor and the ratio test (on
 * Euclidean distances, second nearest among the query's keypoints). The whole shortlist goes through the graph at once,
 * or as much of it as fits in 64 MB of cosines.
 * @param query [n × d] @param candidates each [k × d]; any may be empty
 * @returns one list a candidate, most similar first
 * @throws ResightError `invalid-argument` for descriptors of another width
 */
export async function matchFeatures(
  session: InferenceSession,
  query: TokenSet,
  candidates: readonly TokenSet[],
  settings: MatchSettings,
): Promise<readonly (readonly FeatureMatch[])[]> {
  const matches: (readonly FeatureMatch[])[] = []
  const longest = candidates.reduce((most, { k }) => Math.max(most, k), 1)
  const batch = Math.max(1, Math.floor(MAX_RUN_BYTES / (4 * longest * Math.max(2, query.k))))
  for (let start = 0; start < candidates.length; start += batch) {
    const some = candidates.slice(start, start + batch)
    if (query.k === 0 || some.every(({ k }) => k === 0)) {
      matches.push(...some.map(() => []))
      continue
    }
    const answer = await runSession(session, matchFeeds(query, some))
    some.forEach(({ k }, c) => matches.push(mutualMatches(answer, query.k, k, c, settings)))
  }
  return matches
}

/**
 * What `graphs/match.onnx` is fed. Candidates with fewer keypoints than the longest are filled up with zeros, and so is
 * a query of one keypoint: a zero's cosine is 0, below any floor.
 */
export function matchFeeds(query: TokenSet, candidates: readonly TokenSet[]): Feeds {
  const { d } = query
  const n = candidates.length
  const q = Math.max(2, query.k)
  const k = candidates.reduce((most, candidate) => Math.max(most, candidate.k), 1)
  const descriptors = new Int8Array(n * k * d)
  const scales = new Float32Array(n * k)
  candidates.forEach((candidate, c) => {
    if (candidate.k > 0 && candidate.d !== d) throw invalidArgument(`candidates[${c}].d`, `${d}`, candidate.d)
    descriptors.set(candidate.data, c * k * d)
    scales.set(candidate.scales, c * k)
  })
  const rows = dequantiseTokens(query).data
  const columns = new Float32Array(d * q)
  for (let i = 0; i < query.k; i++) for (let c = 0; c < d; c++) columns[c * q + i] = rows[i * d + c]!
  return {
    descriptors: { type: 'int8', data: descriptors, dims: [n, k, d] },
    scales: { type: 'float32', data: scales, dims: [n, k, 1] },
    query: { type: 'float32', data: columns, dims: [d, q] },
  }
}

/** @param answer of the graph @param q keypoints of the query @param k of candidate `c` */
function mutualMatches(answer: Feeds, q: number, k: number, c: number, settings: MatchSettings): FeatureMatch[] {
  const { similarities, nearest, back } = answer as Required<Feeds>
  const longest = nearest!.dims[1]!
  const columns = back!.dims[2]!
  const matches: FeatureMatch[] = []
  const isTaken = new Uint8Array(q)
  for (let candidate = 0; candidate < k; candidate++) {
    const at = 2 * (c * longest + candidate)
    const query = Number(nearest!.data[at])
    const similarity = Number(similarities!.data[at])
    // Of several that are equally near, the first is the nearest.
    if (query >= q || isTaken[query] === 1 || Number(back!.data[c * columns + query]) !== similarity) continue
    isTaken[query] = 1
    const second = q < 2 ? -1 : Number(similarities!.data[at + 1])
    if (passes(similarity, second, settings))
      matches.push({ query, candidate, similarity, ratio: distanceRatio(similarity, second) })
  }
  return sortMatches(matches)
}

/** Whether a match is similar enough, and enough more than the second best. */
export function passes(similarity: number, second: number, { floor, ratio }: MatchSettings): boolean {
  if (similarity < floor) return false
  return ratio >= 1 || 2 - 2 * similarity <= ratio * ratio * (2 - 2 * second)
}

/** Of Euclidean distances, from cosines of unit vectors: |a − b|² = 2 − 2 cos. Two at no distance tell nothing apart. */
export function distanceRatio(similarity: number, second: number): number {
  const [nearest, next] = [2 - 2 * similarity, 2 - 2 * second]
  return next <= 0 ? 1 : Math.min(1, Math.sqrt(Math.max(0, nearest) / next))
}

/** Most similar first; of equals, the stronger keypoint of the query. */
export function sortMatches(matches: FeatureMatch[]): FeatureMatch[] {
  return matches.sort((a, b) => b.similarity - a.similarity || a.query - b.query || a.candidate - b.candidate)
}
