import { rankIndividuals } from '../candidates/rank.ts'
import { openSetQueries, type SettledRanking } from '../candidates/training-pairs.ts'
import type { ProjectStore } from '../store/project-store.ts'
import type { ChosenCalibration } from './calibration-file.ts'
import { fitOpenSetRule, type OpenSetQuery, type OpenSetRule } from './open-set.ts'
import { areaUnderRoc } from './roc.ts'

/** Fewer settled annotations with an earlier sighting say too little of where to stop believing. */
export const MIN_OPEN_SET_QUERIES = 50

/** Where a project stops believing its best candidate, and what that was measured on. */
export interface ProjectOpenSet {
  readonly rule: OpenSetRule
  /** Of telling known from new by P(same). */
  readonly auroc: number
  /** Settled annotations whose animal another one shows. */
  readonly queries: number
  /** Share of sightings that are expected to be of animals never seen: those that were a first one among those settled. */
  readonly newShare: number
}

/**
 * Fits the open-set rule on a project's settled annotations: each is ranked against what it was compared with, once as it is and
 * once as if its animal had never been seen. Probabilities are those that the project would say today.
 * @returns null: fewer than `MIN_OPEN_SET_QUERIES` annotations have an animal that another shows
 */
export function fitProjectOpenSet(
  store: ProjectStore,
  calibration: ChosenCalibration,
  precisionTarget: number,
): ProjectOpenSet | null {
  const rankings = settledRankings(store, calibration)
  const known = rankings.filter(({ isKnown }) => isKnown)
  if (calibration.by === null || known.length < MIN_OPEN_SET_QUERIES) return null
  const individuals = new Set(rankings.map(({ individualId }) => individualId)).size
  const newShare = Math.min(0.5, Math.max(0.02, individuals / rankings.length))
  const fresh = rankings.map((ranking) => ({
    ...ranking,
    isKnown: false,
    candidates: ranking.candidates.filter(({ individualId }) => individualId !== ranking.individualId),
  }))
  const [asKnown, asNew] = [openSetQueries(known), openSetQueries(fresh)]
  const weighed = (queries: readonly OpenSetQuery[], share: number) =>
    queries.map((query) => ({ ...query, weight: share / queries.length }))
  const rule = fitOpenSetRule([...weighed(asKnown, 1 - newShare), ...weighed(asNew, newShare)], precisionTarget)
  return { rule: rule!, auroc: areaUnderRoc(top(asKnown), top(asNew)), queries: known.length, newShare }
}

function top(queries: readonly OpenSetQuery[]): readonly number[] {
  return queries.map(({ topProbability }) => topProbability)
}

/** Each settled annotation with the individuals that it was compared with, best first. */
function settledRankings(store: ProjectStore, { extractors }: ChosenCalibration): readonly SettledRanking[] {
  const { states } = store.identity()
  const individualOf = (annotationId: string): string | null => {
    const state = states.get(annotationId)
    return state?.kind === 'identified' ? state.individualId : null
  }
  // By query, by candidate, by extractor; a comparison stands for both its directions, and the greater one counts.
  const compared = new Map<string, Map<string, Record<string, number>>>()
  const note = (query: string, candidate: string, extractor: string, similarity: number) => {
    const byCandidate = compared.get(query) ?? new Map<string, Record<string, number>>()
    const similarities = byCandidate.get(candidate) ?? {}
    similarities[extractor] = Math.max(similarities[extractor] ?? -Infinity, similarity)
    compared.set(query, byCandidate.set(candidate, similarities))
  }
  for (const extractor of extractors.keys()) {
    for (const { annotationId0, annotationId1, similarity } of store.comparisons(extractor)) {
      if (individualOf(annotationId0) === null || individualOf(annotationId1) === null) continue
      note(annotationId0, annotationId1, extractor, similarity)
      note(annotationId1, annotationId0, extractor, similarity)
    }
  }
  return [...compared].map(([query, byCandidate]) => {
    const comparisons = [...byCandidate].map(([annotationId, similarities]) => ({ annotationId, similarities }))
    const individualId = individualOf(query)!
    const candidates = rankIndividuals(comparisons, individualOf, extractors)
    return {
      individualId,
      isKnown: candidates.some((candidate) => candidate.individualId === individualId),
      candidates,
    }
  })
}
