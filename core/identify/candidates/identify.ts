import type { CalibratedBy } from '../../api/photo-id.ts'
import type { ChosenCalibration } from '../calibration/calibration-file.ts'
import { probabilityNew } from '../calibration/open-set.ts'
import type { MatchableAnnotation, MatchControl, Matcher } from './matcher.ts'
import { rankIndividuals, type RankedCandidate } from './rank.ts'

/** What is proposed for one annotation. */
export interface Identification {
  readonly annotationId: string
  /** Best first. */
  readonly candidates: readonly RankedCandidate[]
  /** Null where nothing is calibrated. */
  readonly probabilityNew: number | null
  /** Whose calibration the probabilities are of, to be said beside them; null: there are none. */
  readonly calibratedBy: CalibratedBy
  /** How many annotations were compared, and how many might have been. */
  readonly compared: number
  readonly comparable: number
}

export interface IdentifyOptions {
  readonly extractors: readonly string[]
  /** Null: compare with everything. */
  readonly shortlist: number | null
  readonly calibration: ChosenCalibration
  individualOf(annotationId: string): string | null
  /** Comparisons are handed over as they come, to be remembered. */
  readonly onCompared?: (comparisons: Awaited<ReturnType<Matcher['compare']>>) => void
}

/** Shortlist, compare, rank. @param candidates those that may be compared with the query */
export async function identifyAnnotation(
  matcher: Matcher,
  query: MatchableAnnotation,
  candidates: readonly MatchableAnnotation[],
  options: IdentifyOptions,
  control: MatchControl = {},
): Promise<Identification> {
  let chosen = candidates
  const length = options.shortlist
  if (length !== null && length < candidates.length && matcher.shortlist !== undefined) {
    const byId = new Map(candidates.map((candidate) => [candidate.annotationId, candidate]))
    const ids = await matcher.shortlist(query, candidates, length)
    chosen = ids.flatMap((id) => byId.get(id) ?? [])
  }
  const comparisons = chosen.length === 0 ? [] : await matcher.compare(query, chosen, options.extractors, control)
  options.onCompared?.(comparisons)
  const ranked = rankIndividuals(comparisons, (id) => options.individualOf(id), options.calibration.extractors)
  const { by } = options.calibration
  return {
    annotationId: query.annotationId,
    candidates: ranked,
    probabilityNew: by === null ? null : probabilityNew(ranked[0]?.probability ?? null),
    calibratedBy: by,
    compared: comparisons.length,
    comparable: candidates.length,
  }
}
