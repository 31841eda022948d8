import { fitCalibrations, type Calibration, type LabelledComparison } from '../calibration/calibrate.ts'
import { seededRandom, seedOf } from '../synthetic/random.ts'
import { individualsOf, type ComparedQuery, type ComparedSet } from './compare-all.ts'

/** One half of a set's individuals, as a little set of its own, and what was learned from the other half alone. */
export interface HeldOutHalf {
  readonly individuals: ReadonlySet<string>
  /** Fitted on pairs within the other half; empty: it has too few. */
  readonly calibrations: ReadonlyMap<string, Calibration>
}

/** Halves a set's individuals at random. @returns for each half what the other half taught */
export function heldOutHalves(set: ComparedSet, seed: number): readonly [HeldOutHalf, HeldOutHalf] {
  const names = [...new Set(set.queries.map(({ individual }) => individual))].sort()
  const random = seededRandom(seedOf(seed, 11))
  for (let at = names.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[names[at], names[other]] = [names[other]!, names[at]!]
  }
  const halves = [0, 1].map((side) => new Set(names.filter((_, at) => at % 2 === side)))
  const calibrations = halves.map((half) => fitWithin(set, half))
  return [
    { individuals: halves[0]!, calibrations: calibrations[1]! },
    { individuals: halves[1]!, calibrations: calibrations[0]! },
  ]
}

/** Curves of pairs whose two individuals are both among these. */
export function fitWithin(set: ComparedSet, individuals: ReadonlySet<string>): ReadonlyMap<string, Calibration> {
  return fitCalibrations(set.extractors, labelledComparisons(queriesWithin(set, individuals), individualsOf(set)))
}

/** Queries of these individuals, compared with photos of these individuals alone. */
export function queriesWithin(set: ComparedSet, individuals: ReadonlySet<string>): readonly ComparedQuery[] {
  const individualOf = individualsOf(set)
  return set.queries
    .filter(({ individual }) => individuals.has(individual))
    .map((query) => ({
      ...query,
      comparisons: query.comparisons.filter(({ annotationId }) => individuals.has(individualOf.get(annotationId)!)),
    }))
}

export function labelledComparisons(
  queries: readonly ComparedQuery[],
  individualOf: ReadonlyMap<string, string>,
): readonly LabelledComparison[] {
  return queries.flatMap(({ individual, comparisons }) =>
    comparisons.map(({ annotationId, similarities }) => ({
      similarities,
      isSame: individualOf.get(annotationId) === individual,
    })),
  )
}
