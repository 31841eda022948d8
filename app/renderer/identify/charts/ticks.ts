/**
 * Round values to draw lines at, from 0 to at least `most`: steps of 1, 2 or 5 times a power of ten.
 * @param most ≥ 0 @param wanted about how many steps, ≥ 1
 */
export function ticks(most: number, wanted: number, isWhole = false): readonly number[] {
  if (most <= 0) return [0, 1]
  const rough = most / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(isWhole ? 1 : 0, power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10))
  const count = Math.ceil(most / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}

/** Every how many labels one is shown, that `shown` at most are. */
export function labelStep(count: number, shown: number): number {
  return Math.max(1, Math.ceil(count / shown))
}
