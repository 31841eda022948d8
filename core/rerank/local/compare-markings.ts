import { invalidArgument, type LocalFeatures } from '../../types.ts'
import type { CompareStages, ComparedMatch } from './compare.ts'
import type { FeatureExtractor } from './extractor.ts'
import { matchFeatures, type FeatureMatch, type MatchSettings } from './match.ts'
import { agreeOnSimilarity, type WeightedPairs } from './similarity.ts'
import { inPhotoPixels } from './verify.ts'

/** What the markings of two animals have in common. */
export interface MarkingsComparison {
  /** Summed weights of the matches that agree, ≥ 0; not a probability. */
  readonly support: number
  readonly matches: readonly ComparedMatch[]
  /** [3 × 3] row by row, px of the upright query to px of the upright candidate; null: no two matches agree */
  readonly model: Float64Array | null
}

/** Names how markings are compared: raw similarities of different names are never mixed. */
export const MARKINGS_METHOD = 'similarity-1'

/** Which matches count and how far an inlier may be off; docs/decisions/photo-id-matching.md has the trials. */
interface MarkingsSettings extends MatchSettings {
  /** Px of the picture that the extractor saw of the candidate. */
  readonly thresholdPx: number
}

const SETTINGS: Readonly<Record<FeatureExtractor['name'], MarkingsSettings>> = {
  xfeat: { floor: 0.6, ratio: 0.95, thresholdPx: 20 },
  sift: { floor: 0.55, ratio: 0.95, thresholdPx: 25 },
}

/**
 * Compares the markings of an animal with those of others: matches, weighted by how much nearer they are than the next best, that agree
 * on a similarity transform. What repeats over a coat or a ground is matched with little weight, or not at all.
 * @param query features of one extractor, or of copies of the same picture turned by quarters, of which for each candidate the one with
 * most support counts
 * @param candidates of the same extractor @returns one comparison a candidate, in order
 * @throws ResightError `invalid-argument` for no query or descriptors of different widths
 */
export async function compareMarkings(
  { session }: Pick<CompareStages, 'session'>,
  extractor: FeatureExtractor['name'],
  query: readonly LocalFeatures[],
  candidates: readonly LocalFeatures[],
): Promise<readonly MarkingsComparison[]> {
  if (query.length === 0) throw invalidArgument('query', 'features of at least one picture', 'an empty list')
  const descriptors = candidates.map((candidate) => candidate.descriptors)
  const settings = SETTINGS[extractor]
  const best = new Array<MarkingsComparison | undefined>(candidates.length)
  for (const copy of query) {
    const matches = await matchFeatures(session, copy.descriptors, descriptors, settings)
    candidates.forEach((candidate, c) => {
      const compared = agree(copy, candidate, matches[c]!, settings)
      if (compared.support > (best[c]?.support ?? -1)) best[c] = compared
    })
  }
  return best.map((comparison) => comparison!)
}

function agree(
  query: LocalFeatures,
  candidate: LocalFeatures,
  matches: readonly FeatureMatch[],
  { thresholdPx }: MarkingsSettings,
): MarkingsComparison {
  const ordered = matches.filter(({ ratio }) => ratio < 1).sort((a, b) => a.ratio - b.ratio)
  const pairs: WeightedPairs = {
    from: seenPoints(
      query,
      ordered.map((match) => match.query),
    ),
    to: seenPoints(
      candidate,
      ordered.map((match) => match.candidate),
    ),
    weights: Float32Array.from(ordered, ({ ratio }) => 1 - ratio),
  }
  const { support, model, inliers } = agreeOnSimilarity(pairs, thresholdPx)
  const point = ({ keypoints }: LocalFeatures, i: number) => [keypoints[2 * i]!, keypoints[2 * i + 1]!] as const
  return {
    support,
    matches: ordered.map((match, i) => ({
      query: point(query, match.query),
      candidate: point(candidate, match.candidate),
      similarity: match.similarity,
      inlier: inliers[i]!,
    })),
    model: model === null ? null : inPhotoPixels(model, query.scale, candidate.scale),
  }
}

/** In the pixels that the extractor saw, so that one threshold serves photos of every size. */
function seenPoints({ keypoints, scale }: LocalFeatures, indices: readonly number[]): Float32Array {
  return Float32Array.from(indices.flatMap((i) => [keypoints[2 * i]! * scale, keypoints[2 * i + 1]! * scale]))
}
