/** A probability that was said, and what was true. */
export interface Forecast {
  readonly probability: number
  readonly isSame: boolean
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
  const sums = Array.from({ length: binCount }, () => ({ count: 0, said: 0, same: 0 }))
  let brier = 0
  for (const { probability, isSame } of forecasts) {
    const bin = sums[Math.min(binCount - 1, Math.floor(probability * binCount))]!
    bin.count++
    bin.said += probability
    if (isSame) bin.same++
    brier += (probability - (isSame ? 1 : 0)) ** 2
  }
  const gap = sums.reduce((sum, { said, same }) => sum + Math.abs(said - same), 0)
  return {
    bins: sums.map(({ count, said, same }, at) => ({
      from: at / binCount,
      to: (at + 1) / binCount,
      count,
      said: count === 0 ? null : said / count,
      observed: count === 0 ? null : same / count,
    })),
    ece: gap / forecasts.length,
    brier: brier / forecasts.length,
    count: forecasts.length,
  }
}
