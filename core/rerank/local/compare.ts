import type { InferenceSession } from 'onnxruntime-node'
import { invalidArgument, type LocalFeatures } from '../../types.ts'
import { probabilityOfSame } from './calibration.ts'
import type { FeatureExtractor } from './extractor.ts'
import type { FeatureProcesses } from './feature-processes.ts'
import { matchFeatures, type MatchSettings } from './match.ts'
import { VERIFY, verifyMatches, type Verification, type VerifySettings } from './verify.ts'

/** What two photos have in common. */
export interface Comparison {
  /** Probability that both show the same thing, by the shipped calibration, in (0, 1); grows with `inliers`. */
  readonly similarity: number
  /** Matches that agree on one geometry. */
  readonly inliers: number
  readonly matches: readonly ComparedMatch[]
  /** [3 × 3] row by row, px of the upright query to px of the upright candidate; null: no geometry was found */
  readonly model: Float64Array | null
}

/** A pair of points, px of the upright photos. */
export interface ComparedMatch {
  readonly query: readonly [number, number]
  readonly candidate: readonly [number, number]
  readonly similarity: number
  readonly inlier: boolean
}

/** Which matches count, by extractor; chosen in docs/decisions/local-features.md. */
export const MATCH_SETTINGS: Readonly<Record<FeatureExtractor['name'], MatchSettings>> = {
  // The authors' floor.
  xfeat: { floor: 0.82, ratio: 1 },
  // Cosines of RootSIFT, all of whose numbers are positive, begin high; the ratio decides.
  sift: { floor: 0.7, ratio: 0.85 },
}

export interface CompareStages {
  readonly session: InferenceSession
  readonly processes: FeatureProcesses
}

/**
 * Compares a query with candidates: matching, then geometric verification.
 *
 * @param query features of one extractor; or several, of copies of the same picture turned by quarters (`extract` with
 * `turns`), of which for each candidate the one with most inliers counts
 * @param candidates of the same extractor @returns one comparison a candidate, in order
 * @throws ResightError `invalid-argument` for no query or descriptors of different widths; as `FeatureProcesses.run`
 */
export async function compareFeatures(
  stages: CompareStages,
  extractor: FeatureExtractor['name'],
  query: LocalFeatures | readonly LocalFeatures[],
  candidates: readonly LocalFeatures[],
  settings: VerifySettings = VERIFY,
): Promise<readonly Comparison[]> {
  const copies = isList(query) ? query : [query]
  if (copies.length === 0) throw invalidArgument('query', 'features of at least one picture', 'an empty list')
  const byCopy: (readonly Comparison[])[] = []
  for (const copy of copies) byCopy.push(await compareOne(stages, extractor, copy, candidates, settings))
  return candidates.map((_, c) =>
    byCopy.map((comparisons) => comparisons[c]!).reduce((best, other) => (other.inliers > best.inliers ? other : best)),
  )
}

async function compareOne(
  { session, processes }: CompareStages,
  extractor: FeatureExtractor['name'],
  query: LocalFeatures,
  candidates: readonly LocalFeatures[],
  settings: VerifySettings,
): Promise<readonly Comparison[]> {
  const descriptors = candidates.map((candidate) => candidate.descriptors)
  const matches = await matchFeatures(session, query.descriptors, descriptors, MATCH_SETTINGS[extractor])
  const pairs = candidates.map((features, c) => ({ features, matches: matches[c]! }))
  const verified = await verifyMatches(processes, query, pairs, settings)
  return pairs.map((pair, c) => comparisonOf(extractor, query, pair, verified[c]!))
}

function comparisonOf(
  extractor: FeatureExtractor['name'],
  query: LocalFeatures,
  { features, matches }: Parameters<typeof verifyMatches>[2][number],
  { model, inliers, inlierCount }: Verification,
): Comparison {
  const point = ({ keypoints }: LocalFeatures, i: number) => [keypoints[2 * i]!, keypoints[2 * i + 1]!] as const
  return {
    similarity: probabilityOfSame(extractor, inlierCount),
    inliers: inlierCount,
    matches: matches.map((match, i) => ({
      query: point(query, match.query),
      candidate: point(features, match.candidate),
      similarity: match.similarity,
      inlier: inliers[i]!,
    })),
    model,
  }
}

function isList(query: LocalFeatures | readonly LocalFeatures[]): query is readonly LocalFeatures[] {
  return Array.isArray(query)
}
