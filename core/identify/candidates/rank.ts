import { fuseProbability, type Calibration } from '../calibration/calibrate.ts'
import type { Comparison } from './matcher.ts'

/** An individual that a query may be, by its best photo. */
export interface RankedCandidate {
  readonly individualId: string
  /** Its annotation most like the query. */
  readonly annotationId: string
  readonly similarities: Readonly<Record<string, number>>
  /** P(same) of that annotation; null: no extractor is calibrated. */
  readonly probability: number | null
}

/** How to order two comparisons where nothing is calibrated: the mean rank would need all of them, so raw sums. */
function plainSimilarity({ similarities }: Comparison): number {
  return Object.values(similarities).reduce((sum, similarity) => sum + similarity, 0)
}

/**
 * Individuals by their best photo (the maximum over an identity's photos, as in the Hula painted frog study and in
 * wildlife-tools' 1-nearest-neighbour), best first; each individual once. Equals keep a fixed order: by raw similarity,
 * then by id, so that a list does not change from one look to the next.
 * @param individualOf null: the annotation is nobody's yet, and takes no part
 */
export function rankIndividuals(
  comparisons: readonly Comparison[],
  individualOf: (annotationId: string) => string | null,
  calibrations: ReadonlyMap<string, Calibration>,
): readonly RankedCandidate[] {
  const best = new Map<string, RankedCandidate & { readonly plain: number }>()
  for (const comparison of comparisons) {
    const individualId = individualOf(comparison.annotationId)
    if (individualId === null) continue
    const { annotationId, similarities } = comparison
    const probability = fuseProbability(calibrations, similarities)
    const candidate = { individualId, annotationId, similarities, probability, plain: plainSimilarity(comparison) }
    const known = best.get(individualId)
    if (known === undefined || compareCandidates(candidate, known) < 0) best.set(individualId, candidate)
  }
  return [...best.values()]
    .sort(compareCandidates)
    .map(({ individualId, annotationId, similarities, probability }) => ({
      individualId,
      annotationId,
      similarities,
      probability,
    }))
}

interface Comparable extends RankedCandidate {
  readonly plain: number
}

function compareCandidates(a: Comparable, b: Comparable): number {
  return (
    rounded(b.probability) - rounded(a.probability) ||
    b.plain - a.plain ||
    (a.annotationId < b.annotationId ? -1 : a.annotationId > b.annotationId ? 1 : 0)
  )
}

/** Where a curve is flat, rounding makes one probability larger than another by next to nothing: they are equal. */
function rounded(probability: number | null): number {
  return probability === null ? -1 : Math.round(probability * 1e9)
}
