import { fitCalibrations, type Calibration } from '../calibration/calibrate.ts'
import { chooseCalibration } from '../calibration/calibration-file.ts'
import { individualsOf, shortlistRanks, type ComparedSet } from './compare-all.ts'
import { labelledComparisons } from './halves.ts'

/**
 * Calibrations of several sets together. Sets count alike, however many pairs they have, and at one base rate, the mean of theirs,
 * so that no set's size or number of animals decides what a similarity is worth.
 */
export function fitGeneric(sets: readonly ComparedSet[]): ReadonlyMap<string, Calibration> {
  const labelled = sets.map((set) => labelledComparisons(set.queries, individualsOf(set)))
  const usable = labelled
    .map((pairs) => ({ pairs, same: pairs.filter(({ isSame }) => isSame).length }))
    .filter(({ pairs, same }) => same > 0 && same < pairs.length)
  const baseRate = usable.reduce((sum, { pairs, same }) => sum + same / pairs.length, 0) / usable.length
  const weighed = usable.flatMap(({ pairs, same }) =>
    pairs.map((pair) => ({
      ...pair,
      weight: pair.isSame ? baseRate / same : (1 - baseRate) / (pairs.length - same),
    })),
  )
  return fitCalibrations([...new Set(sets.flatMap(({ extractors }) => extractors))], weighed)
}

/** What a project with this set's photos would be told by these shipped curves: they speak at its base rate. */
export function atBaseRateOf(
  set: ComparedSet,
  fitted: ReadonlyMap<string, Calibration>,
): ReadonlyMap<string, Calibration> {
  const pairs = labelledComparisons(set.queries, individualsOf(set))
  const rate = pairs.filter(({ isSame }) => isSame).length / pairs.length
  const generic = { kind: 'generic', origin: '', fittedAt: '', extractors: fitted } as const
  return chooseCalibration(set.extractors, null, generic, rate).extractors
}

/** Where right answers stand in the cheap order, as shares of the way down, sets counting alike. @param count how many quantiles */
export function shortlistShares(sets: readonly ComparedSet[], count: number): readonly number[] {
  const shares = sets.map((set) =>
    shortlistRanks(set)
      .map(({ rank, of }) => (rank === null ? 1 : (rank - 0.5) / of))
      .sort((a, b) => a - b),
  )
  const perSet = shares.filter((list) => list.length > 0).map((list) => quantiles(list, count))
  return quantiles(
    perSet.flat().sort((a, b) => a - b),
    count,
  ).map((share) => Number(share.toFixed(5)))
}

/** @param sorted ascending @returns `count` values in the middles of as many equal parts */
function quantiles(sorted: readonly number[], count: number): readonly number[] {
  if (sorted.length === 0) return []
  return Array.from({ length: count }, (_, at) => sorted[Math.floor(((at + 0.5) / count) * sorted.length)]!)
}
