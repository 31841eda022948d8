/** A pair as the fit on all pairs judges it, and as the fits on either half do, one of which had not seen it. */
export interface JudgedPair {
  readonly isSame: boolean
  /** P(same) by the fit on all pairs, which is what a person sees and sets thresholds on. */
  readonly probability: number
  readonly half: 0 | 1
  /** P(same) by the fit on half 0 and by that on half 1. */
  readonly byHalf: readonly [number, number]
}

/** What went wrong among held-out pairs where those with P(same) ≥ `threshold` were taken for one animal. */
export interface ErrorPoint {
  readonly threshold: number
  /** Pairs of two animals that were accepted. */
  readonly falseAccepts: number
  /** Pairs of one animal that were refused. */
  readonly falseRejects: number
}

/** Errors at every threshold that matters, the strictest first. */
export interface ErrorCurve {
  readonly same: number
  readonly different: number
  /** Thresholds fall strictly, false accepts never fall, and false rejects never rise. */
  readonly points: readonly ErrorPoint[]
}

/** Points are kept where at least this share more pairs is accepted than at the one before: a curve of a million pairs has 700. */
const STEP = 0.02

/**
 * False accepts and false rejects over pairs (ISO/IEC 19795-1: false accept and false reject rate of one comparison), by two-fold
 * cross-validation: each half is judged by the fit on the other. A threshold on P(same) can't be carried from one fit to another as
 * a number: none says more than 1 − 1 / (n + 2), so half of the pairs make the surest ones sound less sure, and a threshold of
 * the whole fit would refuse all of them. What is carried is the share of pairs accepted: a fit's own threshold is that which
 * accepts of its half as near as ties allow the share that the threshold accepts of all pairs by the whole fit.
 */
export function measureErrorCurve(pairs: readonly JudgedPair[]): ErrorCurve {
  const same = pairs.filter(({ isSame }) => isSame).length
  const curve = { same, different: pairs.length - same }
  const folds = ([0, 1] as const).map((fit) => ({
    taught: stepsOf(pairs.filter(({ half }) => half === fit).map(({ isSame, byHalf }) => [byHalf[fit], isSame])),
    held: stepsOf(pairs.filter(({ half }) => half !== fit).map(({ isSame, byHalf }) => [byHalf[fit], isSame])),
  }))
  const points: ErrorPoint[] = []
  let kept = 0
  for (const { value: threshold, accepted } of stepsOf(pairs.map((pair) => [pair.probability, pair.isSame]))) {
    const isLast = accepted === pairs.length
    if (accepted - kept < STEP * kept && !isLast) continue
    kept = accepted
    let [falseAccepts, falseRejects] = [0, same]
    for (const { taught, held } of folds) {
      const own = nearest(taught, (accepted / pairs.length) * (taught.at(-1)?.accepted ?? 0))
      const step = own === null ? null : lastAtOrAbove(held, own)
      if (step === null) continue
      falseAccepts += step.accepted - step.same
      falseRejects -= step.same
    }
    points.push({ threshold, falseAccepts, falseRejects })
  }
  return { ...curve, points }
}

/** Of a curve at P(same) ≥ `threshold`. */
export function errorsAt({ same, points }: ErrorCurve, threshold: number): ErrorPoint {
  const at = points.findLast((point) => point.threshold >= threshold - ROUNDING)
  return { falseAccepts: 0, falseRejects: same, ...at, threshold }
}

/** Where the two rates are nearest to each other, as they are at the equal error rate; null without a pair of each kind. */
export function equalErrors({ same, different, points }: ErrorCurve): ErrorPoint | null {
  if (same === 0 || different === 0) return null
  const apart = (point: ErrorPoint) => Math.abs(point.falseAccepts / different - point.falseRejects / same)
  return points.reduce<ErrorPoint | null>((best, point) => {
    return best === null || apart(point) < apart(best) ? point : best
  }, null)
}

/** The same probability, worked out in another order, differs by less. */
const ROUNDING = 1e-12

interface Step {
  readonly value: number
  /** Pairs with this value or a greater one. */
  readonly accepted: number
  /** Those of them that are of one animal. */
  readonly same: number
}

/** One step a distinct value, the greatest first. */
function stepsOf(judged: readonly (readonly [number, boolean])[]): readonly Step[] {
  const sorted = judged.toSorted(([a], [b]) => b - a)
  const steps: Step[] = []
  let same = 0
  for (const [at, [value, isSame]] of sorted.entries()) {
    if (isSame) same++
    if (sorted[at + 1]?.[0] !== value) steps.push({ value, accepted: at + 1, same })
  }
  return steps
}

/** The value at which as near as may be to `wanted` are accepted; null: accepting none is nearer. */
function nearest(steps: readonly Step[], wanted: number): number | null {
  const after = firstIndex(steps, ({ accepted }) => accepted >= wanted)
  const [less, more] = [steps[after - 1], steps[after]]
  if (more === undefined) return less?.value ?? null
  return wanted - (less?.accepted ?? 0) < more.accepted - wanted ? (less?.value ?? null) : more.value
}

function lastAtOrAbove(steps: readonly Step[], value: number): Step | null {
  return steps[firstIndex(steps, (step) => step.value < value) - 1] ?? null
}

/** By halving. @param isIt false up to somewhere, true from there on */
function firstIndex(steps: readonly Step[], isIt: (step: Step) => boolean): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isIt(steps[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
