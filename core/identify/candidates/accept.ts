import type { LogAction } from '../../api/identify.ts'
import type { Identification } from './identify.ts'
import type { RankedCandidate } from './rank.ts'

/** A match that a rule would make. */
export interface AcceptedMatch {
  readonly annotationId: string
  readonly individualId: string
  readonly candidate: RankedCandidate
  readonly probability: number
}

/** The best candidates at or above a probability, the surest first. Without a calibration there are none. */
export function acceptable(found: readonly Identification[], minProbability: number): readonly AcceptedMatch[] {
  return found
    .flatMap(({ annotationId, candidates: [candidate] }) => {
      const probability = candidate?.probability ?? null
      if (candidate === undefined || probability === null || probability < minProbability) return []
      return [{ annotationId, individualId: candidate.individualId, candidate, probability }]
    })
    .sort((a, b) => b.probability - a.probability)
}

/**
 * The log's entry for a match.
 * @param source the candidate; 'imported': a table says so @param replaces as `settledBy` gives
 */
export function decisionFor(
  annotationId: string,
  individualId: string,
  source: AcceptedMatch | 'imported',
  replaces: readonly string[] = [],
): LogAction & { readonly kind: 'decision' } {
  const seen = source === 'imported' ? null : source
  return {
    kind: 'decision',
    annotationId,
    verdict: 'match',
    individualId,
    evidence: {
      against: seen?.candidate.annotationId ?? null,
      similarities: seen?.candidate.similarities ?? {},
      probability: seen?.probability ?? null,
      rank: seen === null ? null : 1,
      versions: seen === null ? { source: 'imported table' } : {},
    },
    replaces,
    automatic: seen !== null,
  }
}
