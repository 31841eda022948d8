import type { TokenSet } from '../../types.ts'
import { distanceRatio, passes, sortMatches, type FeatureMatch, type MatchSettings } from './match.ts'

/** What the matching graph gives, in float64, as the definitions read. */
export interface NearestReference {
  /** [k × 2] cosines of the two nearest query keypoints, best first */
  readonly similarities: readonly (readonly [number, number])[]
  /** [k × 2] their indices; of equals the smaller first */
  readonly nearest: readonly (readonly [number, number])[]
  /** [q] the cosine of each query keypoint and the candidate's nearest */
  readonly back: readonly number[]
}

export function nearestReference(query: TokenSet, candidate: TokenSet): NearestReference {
  const cosines = Array.from({ length: candidate.k }, (_, j) =>
    Array.from({ length: query.k }, (_, i) => cosine(query, i, candidate, j)),
  )
  const twoBest = cosines.map((row) => {
    const order = row.map((_, i) => i).sort((a, b) => row[b]! - row[a]! || a - b)
    return [order[0]!, order[1] ?? -1] as const
  })
  return {
    similarities: twoBest.map(([first, second], j) => [cosines[j]![first]!, cosines[j]![second] ?? -1]),
    nearest: twoBest,
    back: Array.from({ length: query.k }, (_, i) => Math.max(...cosines.map((row) => row[i]!))),
  }
}

export function matchReference(query: TokenSet, candidate: TokenSet, settings: MatchSettings): readonly FeatureMatch[] {
  if (query.k === 0 || candidate.k === 0) return []
  const { similarities, nearest, back } = nearestReference(query, candidate)
  const matches: FeatureMatch[] = []
  nearest.forEach(([i], j) => {
    const [first, second] = similarities[j]!
    const isNearest =
      first === back[i] && nearest.findIndex(([other], at) => other === i && similarities[at]![0] === first) === j
    if (isNearest && passes(first, second, settings))
      matches.push({ query: i, candidate: j, similarity: first, ratio: distanceRatio(first, second) })
  })
  return sortMatches(matches)
}

function cosine(a: TokenSet, i: number, b: TokenSet, j: number): number {
  let sum = 0
  for (let c = 0; c < a.d; c++) sum += a.data[i * a.d + c]! * a.scales[i]! * b.data[j * b.d + c]! * b.scales[j]!
  return sum
}
