import type { LogAction } from '../../api/identify.ts'
import type { OpenSetRule } from '../calibration/open-set.ts'
import type { RankedCandidate } from './rank.ts'

/** An open annotation and its candidates, best first. */
export interface RankedAnnotation {
  readonly annotationId: string
  readonly candidates: readonly RankedCandidate[]
}

/** A match that a rule would make. */
export interface AcceptedMatch {
  readonly annotationId: string
  readonly individualId: string
  readonly candidate: RankedCandidate
  readonly probability: number
}

/** The best candidates at or above a probability, the surest first. Without a calibration there are none. */
export function acceptable(found: readonly RankedAnnotation[], minProbability: number): readonly AcceptedMatch[] {
  return found
    .flatMap(({ annotationId, candidates: [candidate] }) => {
      const probability = candidate?.probability ?? null
      if (candidate === undefined || probability === null || probability < minProbability) return []
      return [{ annotationId, individualId: candidate.individualId, candidate, probability }]
    })
    .sort((a, b) => b.probability - a.probability)
}

/** What a batch acceptance would do, to be shown before it is done. */
export interface AcceptancePlan {
  readonly precisionTarget: number
  /** P(same) from which a match would be accepted; null: no threshold is known to be precise enough, and none would be. */
  readonly threshold: number | null
  /** Of matches at or above the threshold, the share that was right where it was measured, with Wilson's 95 % lower bound; null: not measured. */
  readonly precision: number | null
  readonly precisionLower: number | null
  /** Mean of the P(same) that are said of these very matches; null without any. */
  readonly expectedPrecision: number | null
  /** The surest first. */
  readonly matches: readonly AcceptedMatch[]
  /** Open annotations that would stay for a person. */
  readonly rest: number
}

/** P(same) from which matches are accepted; null: no threshold is known to be precise enough. */
export function acceptanceThreshold(
  rule: Pick<OpenSetRule, 'threshold' | 'reachesTarget'> | null,
  precisionTarget: number,
): number | null {
  if (rule === null) return precisionTarget
  return rule.reachesTarget ? rule.threshold : null
}

/**
 * Plans a batch acceptance by the open-set rule of the project, else by taking P(same) at its word.
 * @param rule as `fitProjectOpenSet` gives for this target; null: too little is settled to have measured one
 */
export function planAcceptance(
  found: readonly RankedAnnotation[],
  rule: OpenSetRule | null,
  precisionTarget: number,
): AcceptancePlan {
  const threshold = acceptanceThreshold(rule, precisionTarget)
  const matches = threshold === null ? [] : acceptable(found, threshold)
  const said = matches.reduce((sum, { probability }) => sum + probability, 0)
  return {
    precisionTarget,
    threshold,
    precision: rule?.precision ?? null,
    precisionLower: rule?.precisionLower ?? null,
    expectedPrecision: matches.length === 0 ? null : said / matches.length,
    matches,
    rest: found.length - matches.length,
  }
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
