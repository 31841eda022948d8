/** What a shortlist of each length would have caught, of queries whose answer is known. */
export interface ShortlistRecall {
  readonly length: number
  /** Share of queries with an annotation of the right individual among the first `length`. */
  readonly recall: number
  readonly queries: number
}

/** Below this many candidates everything is compared: it takes seconds, and a shortlist could only lose the answer. */
export const EXHAUSTIVE_UP_TO = 200

/** A shipped shortlist may lose at most this much of what comparing everything finds. */
export const RECALL_LOSS_ALLOWED = 0.02

/** Lengths that a person may choose from, ascending. */
export const SHORTLIST_LENGTHS = [10, 20, 50, 100, 200, 500] as const

/** Fewer queries with a known answer say nothing of a recall of 98 %. */
export const MIN_SHORTLIST_QUERIES = 100

/**
 * @param ranks 1-based rank of the first right annotation in the cheap order, by query; null: not among the candidates
 *   that the cheap order gave. Queries without a right annotation anywhere are not to be given.
 * @param lengths ascending
 */
export function measureShortlistRecall(
  ranks: readonly (number | null)[],
  lengths: readonly number[],
): readonly ShortlistRecall[] {
  return lengths.map((length) => ({
    length,
    recall: ranks.length === 0 ? 0 : ranks.filter((rank) => rank !== null && rank <= length).length / ranks.length,
    queries: ranks.length,
  }))
}

/**
 * How many candidates to compare. The person's own number wins. Else everything, where that is little or where too few
 * answers are known to measure a recall; else the shortest length that loses at most `RECALL_LOSS_ALLOWED`. (A shortlist's
 * recall is the ceiling of what follows: in the Hula painted frog study 93.0 % of 93.3 %.)
 * @returns null: compare everything
 */
export function shortlistLength(
  candidates: number,
  chosen: number | null,
  measured: readonly ShortlistRecall[],
): number | null {
  if (chosen !== null) return chosen >= candidates ? null : chosen
  if (candidates <= EXHAUSTIVE_UP_TO) return null
  const enough = measured.find(
    ({ recall, queries }) => queries >= MIN_SHORTLIST_QUERIES && recall >= 1 - RECALL_LOSS_ALLOWED,
  )
  return enough === undefined || enough.length >= candidates ? null : enough.length
}
