import { fuseProbability, type Calibration } from '../calibration/calibrate.ts'
import { fitOpenSetRule, judgeOpenSet, type OpenSetQuery } from '../calibration/open-set.ts'
import { measureReliability, type Forecast } from '../calibration/reliability.ts'
import type { MatchControl, Matcher } from '../candidates/matcher.ts'
import { rankIndividuals } from '../candidates/rank.ts'
import { measureShortlistRecall, type ShortlistRecall } from '../candidates/shortlist.ts'
import {
  compareAll,
  individualsOf,
  shortlistRanks,
  type ComparedQuery,
  type ComparedSet,
  type LabelledAnnotation,
} from './compare-all.ts'
import { heldOutHalves, queriesWithin, type HeldOutHalf } from './halves.ts'
import { identificationFigures, withoutItsAnimal, type EvaluatedQuery, type IdentificationFigures } from './metrics.ts'

export type { LabelledAnnotation } from './compare-all.ts'

/** The open-set rule on individuals that neither the calibration nor the threshold had seen. */
export interface OpenSetFigures {
  readonly precisionTarget: number
  /** Of the queries, the share whose animal is not in the catalogue. */
  readonly newShare: number
  /** Mean over splits, as are the others. */
  readonly threshold: number
  readonly precision: number
  readonly recall: number
}

/** Figures are means over splits: each ranks and says P(same) by what the other half of the individuals taught. */
export interface IdentificationReport extends IdentificationFigures {
  readonly individuals: number
  readonly photos: number
  /** Calibration error of P(same) over pairs of individuals that the calibration had not seen; null: too few pairs. */
  readonly ece: number | null
  /** The same over each query's best candidate alone, with `newShare` of the queries new. */
  readonly eceOfBest: number | null
  readonly openSet: OpenSetFigures | null
  /** Share of queries whose answer was among those compared; 1 where all were. */
  readonly shortlistRecall: number
  /** What shortlists of these lengths would catch; null: the matcher has no cheap order. */
  readonly shortlists: readonly ShortlistRecall[] | null
  readonly secondsPerQuery: number
  readonly extractor: string
  readonly method: 'exhaustive' | `shortlist of ${number}`
}

export interface ReportOptions {
  /** Default 0.95. */
  readonly precisionTarget?: number
  /** Default 0.25. */
  readonly newShare?: number
  /** Default 5. */
  readonly splits?: number
  readonly seed?: number
  /** By which all is ranked and said instead of what a half teaches: those were not fitted on this set. */
  readonly calibrations?: ReadonlyMap<string, Calibration>
}

/** Leave-one-out: each photo asks all that it may be compared with. */
export async function evaluateIdentification(
  matcher: Matcher,
  photos: readonly LabelledAnnotation[],
  sameViewpointOnly: boolean,
  control: MatchControl = {},
): Promise<IdentificationReport> {
  return reportOf(await compareAll(matcher, photos, sameViewpointOnly, control))
}

/** What a set's comparisons are worth. */
export function reportOf(set: ComparedSet, options: ReportOptions = {}): IdentificationReport {
  const { precisionTarget = 0.95, newShare = 0.25, splits = 5, seed = 1, calibrations } = options
  const individualOf = individualsOf(set)
  const evaluated = Array.from({ length: splits }, (_, split) => {
    const halves = heldOutHalves(set, seed + split)
    const [first, second] = halves.map((half) => ({ ...half, calibrations: calibrations ?? half.calibrations }))
    return evaluateSplit(set, [first!, second!], { precisionTarget, newShare })
  })
  const ranks = shortlistRanks(set)
  const compared = set.queries.filter(
    ({ isKnown, individual, comparisons }) =>
      isKnown && comparisons.some(({ annotationId }) => individualOf.get(annotationId) === individual),
  )
  const openSets = evaluated.flatMap(({ openSet }) => openSet ?? [])
  return {
    queries: evaluated[0]!.figures.queries,
    top1: mean(evaluated.map(({ figures }) => figures.top1)),
    top5: mean(evaluated.map(({ figures }) => figures.top5)),
    top10: mean(evaluated.map(({ figures }) => figures.top10)),
    mAP: mean(evaluated.map(({ figures }) => figures.mAP)),
    auroc: mean(evaluated.map(({ figures }) => figures.auroc)),
    individuals: new Set(individualOf.values()).size,
    photos: set.queries.length,
    ece: meanOrNull(evaluated.map(({ ece }) => ece)),
    eceOfBest: meanOrNull(evaluated.map(({ eceOfBest }) => eceOfBest)),
    openSet:
      openSets.length === 0
        ? null
        : {
            precisionTarget,
            newShare,
            threshold: mean(openSets.map(({ threshold }) => threshold)),
            precision: mean(openSets.map(({ precision }) => precision)),
            recall: mean(openSets.map(({ recall }) => recall)),
          },
    shortlistRecall: compared.length / set.queries.filter(({ isKnown }) => isKnown).length,
    shortlists: ranks.length === 0 ? null : measureShortlistRecall(ranks, null),
    secondsPerQuery: set.secondsPerQuery,
    extractor: set.extractors.join('+'),
    method: set.shortlist === null ? 'exhaustive' : `shortlist of ${set.shortlist}`,
  }
}

/** Ranks all queries against all; says P(same) and decides known or new within each half, which is then a catalogue of its own. */
function evaluateSplit(
  set: ComparedSet,
  halves: readonly [HeldOutHalf, HeldOutHalf],
  { precisionTarget, newShare }: { readonly precisionTarget: number; readonly newShare: number },
) {
  const individualOf = individualsOf(set)
  const rank = (queries: readonly ComparedQuery[], calibrations: ReadonlyMap<string, Calibration>) =>
    queries.map((query) => rankQuery(query, individualOf, calibrations))
  const all = halves.flatMap(({ individuals, calibrations }) =>
    rank(
      set.queries.filter(({ individual }) => individuals.has(individual)),
      calibrations,
    ),
  )
  const figures = identificationFigures(all)
  if (halves.some(({ calibrations }) => calibrations.size === 0))
    return { figures, ece: null, eceOfBest: null, openSet: null }
  const pairs: Forecast[] = []
  const best: Forecast[] = []
  const judged = halves.map(({ individuals, calibrations }, side) => {
    const within = queriesWithin(set, individuals)
    for (const { individual, comparisons } of within)
      for (const { annotationId, similarities } of comparisons) {
        const probability = fuseProbability(calibrations, similarities)
        if (probability !== null) pairs.push({ probability, isSame: individualOf.get(annotationId) === individual })
      }
    const tested = openSetQueriesOf(rank(within, calibrations), newShare)
    for (const { topProbability, isRight, weight } of tested)
      best.push({ probability: topProbability, isSame: isRight, weight })
    // The threshold, too, is of the other half, by the same calibration.
    const taught = rank(queriesWithin(set, halves[1 - side]!.individuals), calibrations)
    const rule = fitOpenSetRule(openSetQueriesOf(taught, newShare), precisionTarget)
    return rule === null ? null : { threshold: rule.threshold, ...judgeOpenSet(tested, rule.threshold) }
  })
  const rules = judged.flatMap((rule) => rule ?? [])
  return {
    figures,
    ece: measureReliability(pairs).ece,
    eceOfBest: measureReliability(best).ece,
    openSet:
      rules.length === 0
        ? null
        : {
            threshold: mean(rules.map(({ threshold }) => threshold)),
            precision: mean(rules.map(({ precision }) => precision)),
            recall: mean(rules.map(({ recall }) => recall)),
          },
  }
}

/** Among equal probabilities the raw similarity decides, as in `rankIndividuals`; it is far too small to show. */
const TIE_BREAK = 1e-9

function rankQuery(
  { individual, comparisons, isKnown }: ComparedQuery,
  individualOf: ReadonlyMap<string, string>,
  calibrations: ReadonlyMap<string, Calibration>,
): EvaluatedQuery {
  const ranked = rankIndividuals(comparisons, (id) => individualOf.get(id) ?? null, calibrations)
  const ranking = ranked.map(({ individualId, similarities, probability }) => {
    const plain = Object.values(similarities).reduce((sum, similarity) => sum + similarity, 0)
    return {
      individual: individualId,
      likeness: probability === null ? plain : Math.round(probability * 1e9) / 1e9 + TIE_BREAK * plain,
    }
  })
  return { ranking, individual, isKnown }
}

/** Each query whose animal is known is asked with it and without it; weights make `newShare` of all queries new. */
function openSetQueriesOf(evaluated: readonly EvaluatedQuery[], newShare: number): readonly OpenSetQuery[] {
  const known = evaluated.filter(({ isKnown }) => isKnown)
  const fresh = evaluated.map(withoutItsAnimal)
  const asked = (query: EvaluatedQuery, weight: number): OpenSetQuery => ({
    topProbability: Math.min(1, query.ranking[0]?.likeness ?? 0),
    isRight: query.isKnown && query.ranking[0]?.individual === query.individual,
    isKnown: query.isKnown,
    weight,
  })
  return [
    ...known.map((query) => asked(query, (1 - newShare) / known.length)),
    ...fresh.map((query) => asked(query, newShare / fresh.length)),
  ]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? [])
  return known.length === 0 ? null : mean(known)
}
