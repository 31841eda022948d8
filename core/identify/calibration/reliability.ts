/** A probability that was said, and what was true. */
export interface Forecast {
  readonly probability: number
  readonly isSame: boolean
  /** How much it counts, > 0; absent: 1. */
  readonly weight?: number
}

/** One bar of a reliability plot. */
export interface ReliabilityBin {
  /** `from` ≤ probability < `to`; the last bin includes 1. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean of the probabilities said; null in an empty bin. */
  readonly said: number | null
  /** Share that were the same animal; null in an empty bin. */
  readonly observed: number | null
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** Expected calibration error: mean of |said − observed| over bins, weighted by their counts; 0 … 1. */
  readonly ece: number
  readonly brier: number
  readonly count: number
}

/**
 * Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", eq. 2 and 3 (bins of equal width); Brier 1950.
 * @returns `ece` and `brier` are NaN without forecasts
 */
export function measureReliability(forecasts: readonly Forecast[], binCount = 10): Reliability {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, weight: 0, said: 0, same: 0 }))
  let [brier, total] = [0, 0]
  for (const { probability, isSame, weight = 1 } of forecasts) {
    const bin = sums[Math.min(binCount - 1, Math.floor(probability * binCount))]!
    bin.count++
    bin.weight += weight
    bin.said += probability * weight
    if (isSame) bin.same += weight
    brier += weight * (probability - (isSame ? 1 : 0)) ** 2
    total += weight
  }
  const gap = sums.reduce((sum, { said, same }) => sum + Math.abs(said - same), 0)
  return {
    bins: sums.map(({ count, weight, said, same }, at) => ({
      from: at / binCount,
      to: (at + 1) / binCount,
      count,
      said: count === 0 ? null : said / weight,
      observed: count === 0 ? null : same / weight,
    })),
    ece: gap / total,
    brier: brier / total,
    count: forecasts.length,
  }
}
