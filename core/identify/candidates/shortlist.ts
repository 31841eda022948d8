import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ShortlistChoice } from '../../api/photo-id.ts'

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

/** A rank of r covers r − ½ to r + ½; with room for rounding. */
const HALF = 0.5 + 1e-6

/** Where the first right annotation stood in the cheap order. */
export interface MeasuredRank {
  /** 1-based; null: the cheap order does not have it. */
  readonly rank: number | null
  /** How many annotations were ordered. */
  readonly of: number
}

/**
 * What shortlists would catch in a catalogue of another size: an answer that stood r-th of m is taken to stand at the same share of
 * the way, r' = ½ + (r − ½) · n / m, of n. So it is if the animals that are added look like those that are there.
 * @param ranks of queries whose answer is known @param candidates n; null: as many as there were @param lengths ascending
 */
export function measureShortlistRecall(
  ranks: readonly MeasuredRank[],
  candidates: number | null,
  lengths: readonly number[] = SHORTLIST_LENGTHS,
): readonly ShortlistRecall[] {
  const scaled = ranks.map(({ rank, of }) =>
    rank === null ? Infinity : 0.5 + (rank - 0.5) * ((candidates ?? of) / of),
  )
  return lengths.map((length) => ({
    length,
    recall: ranks.length === 0 ? 0 : scaled.filter((rank) => rank <= length + HALF).length / ranks.length,
    queries: ranks.length,
  }))
}

const SHIPPED = z.strictObject({
  format: z.literal('resight-shortlist'),
  version: z.literal(1),
  /** The cheap order that was measured, `encoder@version`. */
  order: z.string().min(1),
  origin: z.string(),
  queries: z.int().min(1),
  /** (r − ½) / m of those queries, ascending, at evenly spaced quantiles. */
  shares: z.array(z.number().min(0).max(1)).min(1).max(1000),
})
export type ShippedShortlist = z.infer<typeof SHIPPED>

/** What `node bench/identify-calibration.ts` measured on the sets that the shipped calibration is from. */
export function shippedShortlist(): ShippedShortlist {
  return SHIPPED.parse(JSON.parse(readFileSync(new URL('shortlist.json', import.meta.url), 'utf8')))
}

/**
 * Lengths to choose from with what each is expected to catch: measured on the project's own settled annotations where
 * `MIN_SHORTLIST_QUERIES` of them say so, else the shipped figure, of other animals.
 * @param candidates how many there are to compare with
 */
export function shortlistChoices(
  candidates: number,
  own: readonly MeasuredRank[],
  shipped: Pick<ShippedShortlist, 'shares' | 'queries'>,
): readonly ShortlistChoice[] {
  const isOwn = own.length >= MIN_SHORTLIST_QUERIES
  const ranks = isOwn ? own : shipped.shares.map((share) => ({ rank: 0.5 + share, of: 1 }))
  return measureShortlistRecall(ranks, candidates).map(({ length, recall }) => ({
    length,
    comparesAll: length >= candidates,
    expectedRecall: length >= candidates ? 1 : recall,
    from: isOwn ? 'project' : 'shipped',
    queries: isOwn ? own.length : shipped.queries,
  }))
}

/** @returns of comparing `length` of `candidates` @param length null: all */
export function expectedRecall(
  length: number | null,
  candidates: number,
  own: readonly MeasuredRank[],
  shipped: Pick<ShippedShortlist, 'shares' | 'queries'>,
): number {
  if (length === null || length >= candidates) return 1
  const isOwn = own.length >= MIN_SHORTLIST_QUERIES
  const ranks = isOwn ? own : shipped.shares.map((share) => ({ rank: 0.5 + share, of: 1 }))
  return measureShortlistRecall(ranks, candidates, [length])[0]!.recall
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
