import { fitCalibration, withBaseRate, type Calibration } from '../calibration/calibrate.ts'
import { individualsOf, shortlistRanks, type ComparedSet } from './compare-all.ts'
import { labelledPairs } from './halves.ts'

/**
 * A calibration of several sets together, each extractor by itself. Sets count alike, however many pairs they have, and at one base
 * rate, the mean of theirs, so that no set's size or number of animals decides what a similarity is worth.
 * @returns extractors for which no set has pairs of both kinds are left out
 */
export function fitGeneric(sets: readonly ComparedSet[]): ReadonlyMap<string, Calibration> {
  const fitted = new Map<string, Calibration>()
  for (const extractor of new Set(sets.flatMap(({ extractors }) => extractors))) {
    const usable = sets
      .map((set) => labelledPairs(set.queries, extractor, individualsOf(set)))
      .map((pairs) => ({ pairs, same: pairs.filter(({ isSame }) => isSame).length }))
      .filter(({ pairs, same }) => same > 0 && same < pairs.length)
    if (usable.length === 0) continue
    const baseRate = usable.reduce((sum, { pairs, same }) => sum + same / pairs.length, 0) / usable.length
    const weighed = usable.flatMap(({ pairs, same }) =>
      pairs.map((pair) => ({
        ...pair,
        weight: pair.isSame ? baseRate / same : (1 - baseRate) / (pairs.length - same),
      })),
    )
    fitted.set(extractor, fitCalibration(weighed))
  }
  return fitted
}

/** The base rate of a set's pairs, at which calibrations of other sets are to be applied to it. */
export function atBaseRateOf(
  set: ComparedSet,
  fitted: ReadonlyMap<string, Calibration>,
): ReadonlyMap<string, Calibration> {
  const shifted = new Map<string, Calibration>()
  for (const [extractor, calibration] of fitted) {
    const pairs = labelledPairs(set.queries, extractor, individualsOf(set))
    const same = pairs.filter(({ isSame }) => isSame).length
    if (same > 0 && same < pairs.length) shifted.set(extractor, withBaseRate(calibration, same / pairs.length))
  }
  return shifted
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
