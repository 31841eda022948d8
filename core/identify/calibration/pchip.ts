/** A cubic Hermite interpolant: value and slope at each knot. */
export interface Pchip {
  readonly positions: readonly number[]
  readonly values: readonly number[]
  readonly slopes: readonly number[]
}

/**
 * Monotone cubic interpolation. Inner slopes are the weighted harmonic mean of Fritsch and Butland 1984 ("A method for
 * constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5), end slopes the
 * three-point formula limited as in Moler 2004, "Numerical Computing with MATLAB". The same as SciPy's
 * PchipInterpolator.
 * @param positions [n ≥ 1] strictly increasing @param values [n]
 */
export function fitPchip(positions: readonly number[], values: readonly number[]): Pchip {
  const n = positions.length
  if (n < 2) return { positions, values, slopes: [0] }
  const h = Array.from({ length: n - 1 }, (_, k) => positions[k + 1]! - positions[k]!)
  const delta = h.map((width, k) => (values[k + 1]! - values[k]!) / width)
  if (n === 2) return { positions, values, slopes: [delta[0]!, delta[0]!] }
  const slopes = Array.from({ length: n }, () => 0)
  for (let k = 1; k < n - 1; k++) {
    const [left, right] = [delta[k - 1]!, delta[k]!]
    if (left * right <= 0) continue
    const w1 = 2 * h[k]! + h[k - 1]!
    const w2 = h[k]! + 2 * h[k - 1]!
    slopes[k] = (w1 + w2) / (w1 / left + w2 / right)
  }
  slopes[0] = endSlope(h[0]!, h[1]!, delta[0]!, delta[1]!)
  slopes[n - 1] = endSlope(h[n - 2]!, h[n - 3]!, delta[n - 2]!, delta[n - 3]!)
  return { positions, values, slopes }
}

function endSlope(h0: number, h1: number, delta0: number, delta1: number): number {
  const slope = ((2 * h0 + h1) * delta0 - h0 * delta1) / (h0 + h1)
  if (slope * delta0 <= 0) return 0
  if (delta0 * delta1 < 0 && Math.abs(slope) > 3 * Math.abs(delta0)) return 3 * delta0
  return slope
}

/** Constant beyond the outer knots. */
export function evaluatePchip({ positions, values, slopes }: Pchip, x: number): number {
  const last = positions.length - 1
  if (x <= positions[0]!) return values[0]!
  if (x >= positions[last]!) return values[last]!
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (positions[middle]! <= x) low = middle
    else high = middle
  }
  const h = positions[high]! - positions[low]!
  const t = (x - positions[low]!) / h
  const u = 1 - t
  return (
    values[low]! * (1 + 2 * t) * u * u +
    slopes[low]! * h * t * u * u +
    values[high]! * t * t * (3 - 2 * t) -
    slopes[high]! * h * t * t * u
  )
}
