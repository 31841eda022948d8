/**
 * Retrieval figures by their published definitions.
 *
 * A ranking is judged pessimistically: among items of exactly equal similarity the irrelevant come first. So an
 * encoder that finds everything alike scores like chance or worse, and never by the order in which photos were added.
 */

export interface RankedItem {
  readonly id: number
  readonly similarity: number
}

/** One query, judged. */
export interface QueryFigures {
  /** 1-based rank of the best-ranked relevant item; null: none was retrieved */
  readonly firstRank: number | null
  readonly averagePrecision: number
  readonly precisionAt10: number
}

/** Means over the queries; all in [0, 1] but the median rank. */
export interface Figures {
  readonly queries: number
  readonly recallAt1: number
  readonly recallAt5: number
  readonly recallAt10: number
  /** 1-based; null: for half of the queries or more nothing relevant was retrieved */
  readonly medianRank: number | null
  readonly mAP: number
  readonly precisionAt10: number
}

/**
 * Judges one ranking.
 *
 * - Average precision: "the average of the precision values obtained for the set of top k documents existing after
 *   each relevant document is retrieved"; a relevant item that is not retrieved counts with precision 0 (Manning,
 *   Raghavan, Schütze: Introduction to Information Retrieval, 2008, section 8.4). Not interpolated, not a trapezoid.
 * - Precision at 10: relevant items among the first ten, divided by ten also where fewer were retrieved (ibid.).
 *
 * @param ranking best first, each id once
 * @param relevant all relevant ids @param relevantCount how many relevant items there are, when some have no id
 */
export function judge(
  ranking: readonly RankedItem[],
  relevant: ReadonlySet<number>,
  relevantCount = relevant.size,
): QueryFigures {
  let found = 0
  let precisionSum = 0
  let firstRank: number | null = null
  let inTop10 = 0
  pessimisticOrder(ranking, relevant).forEach((isRelevant, i) => {
    if (!isRelevant) return
    found++
    precisionSum += found / (i + 1)
    firstRank ??= i + 1
    if (i < 10) inTop10++
  })
  return {
    firstRank,
    averagePrecision: relevantCount === 0 ? 0 : precisionSum / relevantCount,
    precisionAt10: inTop10 / 10,
  }
}

/** Relevance by rank, with the irrelevant first within each run of equal similarity. */
function pessimisticOrder(ranking: readonly RankedItem[], relevant: ReadonlySet<number>): readonly boolean[] {
  const order: boolean[] = []
  for (let start = 0; start < ranking.length;) {
    let end = start + 1
    while (end < ranking.length && ranking[end]!.similarity === ranking[start]!.similarity) end++
    const relevantHere = ranking.slice(start, end).filter((item) => relevant.has(item.id)).length
    for (let i = start; i < end; i++) order.push(i >= end - relevantHere)
    start = end
  }
  return order
}

/**
 * Means over queries that each have a relevant item in the database.
 *
 * - Recall at k: the share of queries with at least one relevant item among the first k (Hodosh, Young, Hockenmaier,
 *   JAIR 2013, section 5; Karpathy and Fei-Fei, CVPR 2015, section 4.2; for instances Jégou et al., TPAMI 2011). It is
 *   not the share of the relevant items that were found.
 * - Median rank: median over the queries of the rank of the best-ranked relevant item (ibid.); for an even number of
 *   queries the mean of the two in the middle.
 * - mAP: mean of the average precisions (Manning et al. 2008, equation 8.8).
 */
export function summarise(judged: readonly QueryFigures[]): Figures {
  const mean = (value: (figures: QueryFigures) => number): number =>
    judged.length === 0 ? 0 : judged.reduce((total, figures) => total + value(figures), 0) / judged.length
  const recallAt = (k: number): number => mean(({ firstRank }) => (firstRank !== null && firstRank <= k ? 1 : 0))
  return {
    queries: judged.length,
    recallAt1: recallAt(1),
    recallAt5: recallAt(5),
    recallAt10: recallAt(10),
    medianRank: median(judged.map(({ firstRank }) => firstRank ?? Infinity)),
    mAP: mean(({ averagePrecision }) => averagePrecision),
    precisionAt10: mean(({ precisionAt10 }) => precisionAt10),
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2
  return Number.isFinite(middle) ? middle : null
}

/**
 * Area under the ROC curve: the probability that a positive drawn at random has the larger value than a negative, ties
 * counting half (Fawcett, "An introduction to ROC analysis", 2006). null when either is missing.
 */
export function auroc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null
  let wins = 0
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0
  }
  return wins / (positives.length * negatives.length)
}
