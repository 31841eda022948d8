import { joinExtractors, labelPairs, type RememberedComparison } from '../candidates/training-pairs.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { fitCalibrations, fuseProbability, meanOf } from './calibrate.ts'
import {
  chooseCalibration,
  genericCalibration,
  MIN_OWN_PAIRS,
  type CalibrationSet,
  type ChosenCalibration,
} from './calibration-file.ts'
import { measureErrorCurve, type ErrorCurve, type JudgedPair } from './error-rates.ts'
import { measureReliability, type Reliability } from './reliability.ts'

/** A fit, and how it did on pairs that it had not seen. */
export interface OwnCalibration {
  readonly extractor: string
  readonly same: number
  readonly different: number
  /** Both of two-fold cross-validation; null: there are too few pairs, and nothing was fitted. */
  readonly reliability: Reliability | null
  readonly errors: ErrorCurve | null
}

/**
 * Fits a calibration for each extractor that has `MIN_OWN_PAIRS` of each kind, and for their means, and saves those.
 * @param now UTC @returns one entry an extractor, in order, and one of the mean of all where there are several
 */
export function fitOwnCalibration(
  store: ProjectStore,
  extractors: readonly string[],
  now: string,
): readonly OwnCalibration[] {
  const counts = new Map<string, OwnCalibration>()
  const usable: string[] = []
  for (const extractor of extractors) {
    const pairs = labelPairs(store.comparisons(extractor), store.identity())
    const same = pairs.filter(({ isSame }) => isSame).length
    counts.set(extractor, { extractor, same, different: pairs.length - same, reliability: null, errors: null })
    if (Math.min(same, pairs.length - same) >= MIN_OWN_PAIRS) usable.push(extractor)
  }
  const compared = joinExtractors(
    usable.map((id) => [id, inOrder(store.comparisons(id))] as const),
    store.identity(),
  )
  const fitted = fitCalibrations(usable, compared)
  if (fitted.size > 0)
    store.saveCalibration({ kind: 'own', origin: 'decisions of this project', fittedAt: now, extractors: fitted })
  // Every other pair of each kind, so that both halves have both.
  const sorted = [...compared.filter(({ isSame }) => isSame), ...compared.filter(({ isSame }) => !isSame)]
  const halves = [0, 1].map((half) => sorted.filter((_, at) => at % 2 === half))
  const taught = halves.map((half) => fitCalibrations(usable, half))
  const judge = (spoken: readonly string[]) => {
    const judged = halves.flatMap((half, at) =>
      half.flatMap(({ similarities, isSame }): readonly JudgedPair[] => {
        // As when photos are identified, none speaks for a pair that another has yet to compare.
        if (spoken.some((id) => !(id in similarities))) return []
        const alone = Object.fromEntries(spoken.map((id) => [id, similarities[id]!]))
        const [probability = null, by0 = null, by1 = null] = [fitted, ...taught].map((fit) =>
          fuseProbability(fit, alone),
        )
        if (probability === null || by0 === null || by1 === null) return []
        return [{ isSame, probability, half: at === 0 ? 0 : 1, byHalf: [by0, by1] }]
      }),
    )
    const forecasts = judged.map(({ isSame, half, byHalf }) => ({ probability: byHalf[half === 0 ? 1 : 0], isSame }))
    return { reliability: measureReliability(forecasts), errors: measureErrorCurve(judged) }
  }
  for (const extractor of usable) counts.set(extractor, { ...counts.get(extractor)!, ...judge([extractor]) })
  const mean = fitted.get(meanOf(usable))
  if (mean !== undefined) {
    const { same, different } = mean
    counts.set(meanOf(usable), { extractor: meanOf(usable), same, different, ...judge(usable) })
  }
  return [...counts.values()]
}

/** By whom they are of, whichever was compared first: the same pairs fall into the same halves whenever they are asked. */
function inOrder(comparisons: Iterable<RememberedComparison>): readonly RememberedComparison[] {
  const keyed = [...comparisons].map((comparison) => {
    const { annotationId0: a, annotationId1: b } = comparison
    return { comparison, key: a < b ? `${a} ${b}` : `${b} ${a}` }
  })
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ comparison }) => comparison)
}

/**
 * What turns similarities into probabilities in this project: its own fit, else the shipped one, at the project's base rate.
 * @param extractors that are to speak, `id@version` @param generic another than the shipped one
 */
export function projectCalibration(
  store: ProjectStore,
  extractors: readonly string[],
  generic: CalibrationSet | null = genericCalibration(),
): ChosenCalibration {
  const [some] = generic?.extractors.values() ?? []
  const baseRate = some === undefined ? null : pairBaseRate(sightings(store), some.baseRate)
  return chooseCalibration(extractors, store.calibration(), generic, baseRate)
}

/** Pairs that the base rate of the shipped calibration's sets is worth against those of a project. */
const PRIOR_PAIRS = 200

/**
 * How likely two sightings are of one animal before anything is known of their likeness.
 * @param sighted in how many encounters each individual was seen @param prior what is taken where nothing was decided yet
 */
export function pairBaseRate(sighted: readonly number[], prior: number): number {
  const pairs = (n: number) => (n * (n - 1)) / 2
  const all = pairs(sighted.reduce((sum, n) => sum + n, 0))
  const same = sighted.reduce((sum, n) => sum + pairs(n), 0)
  return (same + PRIOR_PAIRS * prior) / (all + PRIOR_PAIRS)
}

/** Encounters of each individual, counted. */
function sightings(store: ProjectStore): readonly number[] {
  const encounters = new Map(store.photos().map(({ contentHash, encounterId }) => [contentHash, encounterId]))
  const { states } = store.identity()
  const seen = new Map<string, Set<string>>()
  for (const { annotationId, contentHash } of store.annotations()) {
    const state = states.get(annotationId)
    const encounterId = encounters.get(contentHash)
    if (state?.kind !== 'identified' || encounterId === undefined) continue
    const known = seen.get(state.individualId) ?? new Set()
    seen.set(state.individualId, known.add(encounterId))
  }
  return [...seen.values()].map(({ size }) => size)
}
