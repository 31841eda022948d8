/** A non-decreasing step-wise fit: `values[i]` at `positions[i]`, positions strictly increasing. */
export interface Breakpoints {
  readonly positions: readonly number[]
  readonly values: readonly number[]
}

/**
 * Isotonic regression by pooling adjacent violators: the non-decreasing function with the least weighted squared error.
 * Source: Ayer et al. 1955, "An empirical distribution function for sampling with incomplete information". Equal positions are pooled first, with their mean, as scikit-learn's IsotonicRegression does.
 * @param x [n] finite @param y [n] finite @param weights [n] > 0; absent: 1 each
 * @returns the two ends of each block of equal value (one point where they coincide); linear in between
 */
export function fitIsotonic(
  x: readonly number[],
  y: readonly number[],
  weights: readonly number[] = x.map(() => 1),
): Breakpoints {
  const order = x.map((_, at) => at).sort((a, b) => x[a]! - x[b]!)
  const blocks: { first: number; last: number; sum: number; weight: number }[] = []
  for (const at of order) {
    const position = x[at]!
    const weight = weights[at]!
    const last = blocks.at(-1)
    if (last?.first === position) {
      last.sum += y[at]! * weight
      last.weight += weight
    } else blocks.push({ first: position, last: position, sum: y[at]! * weight, weight })
  }
  const pooled: typeof blocks = []
  for (const block of blocks) {
    pooled.push({ ...block })
    while (pooled.length > 1) {
      const [before, after] = [pooled.at(-2)!, pooled.at(-1)!]
      if (before.sum / before.weight < after.sum / after.weight) break
      pooled.length -= 2
      const [sum, weight] = [before.sum + after.sum, before.weight + after.weight]
      pooled.push({ first: before.first, last: after.last, sum, weight })
    }
  }
  const positions: number[] = []
  const values: number[] = []
  for (const { first, last, sum, weight } of pooled) {
    for (const position of first === last ? [first] : [first, last]) {
      positions.push(position)
      values.push(sum / weight)
    }
  }
  return { positions, values }
}

/** Piecewise linear between breakpoints, constant beyond them. */
export function evaluateIsotonic({ positions, values }: Breakpoints, x: number): number {
  if (x <= positions[0]!) return values[0]!
  if (x >= positions.at(-1)!) return values.at(-1)!
  const after = positions.findIndex((position) => position >= x)
  const [x0, x1] = [positions[after - 1]!, positions[after]!]
  const [y0, y1] = [values[after - 1]!, values[after]!]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}
