/** A query whose answer is known: what the ranking would have said first, and whether it was right. */
export interface OpenSetQuery {
  /** P(same) of the best individual. */
  readonly topProbability: number
  /** Whether the best individual is the right one; false too where the animal is not among the candidates at all. */
  readonly isRight: boolean
  /** Whether the animal is among the candidates. */
  readonly isKnown: boolean
  /** How much it counts, > 0; absent: 1. Makes queries of known and of new animals as frequent as they are expected to come. */
  readonly weight?: number
}

/** Where to stop believing the best candidate. */
export interface OpenSetRule {
  /** At or above it the best individual is taken, below it "new individual" is proposed. */
  readonly threshold: number
  /** Of the queries it takes, the share that is right, and Wilson's 95 % lower bound of it. */
  readonly precision: number
  readonly precisionLower: number
  /** Of the queries whose animal is known, the share that is taken and right. */
  readonly recall: number
  readonly taken: number
  readonly queries: number
  /** False: no threshold reaches the target; this one has the highest precision. */
  readonly reachesTarget: boolean
}

/**
 * The lowest threshold whose precision reaches the target, so the greatest recall that the target allows. The rule
 * "max P < τ → new individual" is that of WildFusion and of the Hula painted frog study; choosing τ by a precision target on
 * decided queries instead of 0.5 is ours.
 * @returns null without queries
 */
export function fitOpenSetRule(queries: readonly OpenSetQuery[], precisionTarget: number): OpenSetRule | null {
  const sorted = [...queries].sort((a, b) => b.topProbability - a.topProbability)
  const known = weightOf(queries.filter(({ isKnown }) => isKnown))
  let [right, all, squares] = [0, 0, 0]
  let lowest: OpenSetRule | null = null
  let highest: OpenSetRule | null = null
  for (const [at, query] of sorted.entries()) {
    const { weight = 1 } = query
    if (query.isRight) right += weight
    all += weight
    squares += weight * weight
    // Equal probabilities are taken together or not at all.
    if (sorted[at + 1]?.topProbability === query.topProbability) continue
    const precision = right / all
    // Weighted answers are worth as many equal ones as Kish 1965, "Survey Sampling", counts: (Σw)² / Σw².
    const effective = (all * all) / squares
    const rule = {
      threshold: query.topProbability,
      precision,
      precisionLower: wilsonLower(precision * effective, effective),
      recall: known === 0 ? 0 : right / known,
      taken: at + 1,
      queries: queries.length,
      reachesTarget: precision >= precisionTarget - ROUNDING,
    }
    if (rule.reachesTarget) lowest = rule
    if (highest === null || rule.precision >= highest.precision - ROUNDING) highest = rule
  }
  return lowest ?? highest
}

/** Sums of weights differ by this much from one order to another. */
const ROUNDING = 1e-12

/** What a threshold does on queries that it was not fitted on. Precision is 1 where it takes none. */
export function judgeOpenSet(
  queries: readonly OpenSetQuery[],
  threshold: number,
): { readonly precision: number; readonly recall: number } {
  const taken = queries.filter(({ topProbability }) => topProbability >= threshold)
  const right = weightOf(taken.filter(({ isRight }) => isRight))
  const known = weightOf(queries.filter(({ isKnown }) => isKnown))
  return { precision: taken.length === 0 ? 1 : right / weightOf(taken), recall: known === 0 ? 0 : right / known }
}

function weightOf(queries: readonly OpenSetQuery[]): number {
  return queries.reduce((sum, { weight = 1 }) => sum + weight, 0)
}

/** Lower end of Wilson's score interval (Wilson 1927), 95 %. */
export function wilsonLower(successes: number, n: number): number {
  if (n === 0) return 0
  const z = 1.959963984540054
  const p = successes / n
  const centre = p + (z * z) / (2 * n)
  const margin = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return Math.max(0, (centre - margin) / (1 + (z * z) / n))
}

/**
 * P(new individual) = Π (1 − P(same_i)) over the candidates' individuals would take them as independent and goes to 0 with
 * many of them; the complement of the best one alone is what its calibration supports.
 * @param topProbability null: there is no candidate
 */
export function probabilityNew(topProbability: number | null): number {
  return topProbability === null ? 1 : 1 - topProbability
}
