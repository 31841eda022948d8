import { isComparable, type SidedAnnotation } from '../candidates/comparable.ts'
import type { Comparison, MatchableAnnotation, MatchControl, Matcher } from '../candidates/matcher.ts'
import type { MeasuredRank } from '../candidates/shortlist.ts'

/** A photo of a labelled set. */
export interface LabelledAnnotation extends SidedAnnotation, MatchableAnnotation {
  readonly individual: string
}

/** One photo, and what comparing it with all that it may be compared with gave. */
export interface ComparedQuery {
  readonly annotationId: string
  readonly individual: string
  readonly comparisons: readonly Comparison[]
  /** Ids in the matcher's cheap order, likeliest first; null: it has none. */
  readonly order: readonly string[] | null
  /** Whether an annotation that it may be compared with shows its animal. */
  readonly isKnown: boolean
}

/**
 * All comparisons of a labelled set. Plain JSON: figures of some extractors, of a shortlist or of another calibration are
 * worked out from it (`reportOf`, `withShortlist`) without comparing anything again.
 */
export interface ComparedSet {
  readonly queries: readonly ComparedQuery[]
  readonly extractors: readonly string[]
  /** What `order` is by; null: the matcher has no cheap order. */
  readonly shortlistBy: string | null
  readonly secondsPerQuery: number
  /** How many were compared with each query; null: all. */
  readonly shortlist: number | null
}

/** Leave-one-out: each photo asks all that it may be compared with. */
export async function compareAll(
  matcher: Matcher,
  photos: readonly LabelledAnnotation[],
  sameViewpointOnly: boolean,
  control: MatchControl = {},
): Promise<ComparedSet> {
  const queries: ComparedQuery[] = []
  const { signal } = control
  const began = performance.now()
  for (const [at, query] of photos.entries()) {
    const candidates = photos.filter((other) => isComparable(query, other, sameViewpointOnly))
    const { annotationId, individual } = query
    queries.push({
      annotationId,
      individual,
      comparisons: await matcher.compare(query, candidates, [], signal === undefined ? {} : { signal }),
      order: (await matcher.shortlist?.(query, candidates, candidates.length)) ?? null,
      isKnown: candidates.some((other) => other.individual === individual),
    })
    control.onProgress?.(at + 1, photos.length)
  }
  return {
    queries,
    extractors: matcher.extractors,
    shortlistBy: matcher.shortlistBy ?? null,
    secondsPerQuery: (performance.now() - began) / 1000 / Math.max(1, photos.length),
    shortlist: null,
  }
}

/** The same with these extractors alone. @param extractors of `set.extractors` */
export function withExtractors(set: ComparedSet, extractors: readonly string[]): ComparedSet {
  const queries = set.queries.map((query) => ({
    ...query,
    comparisons: query.comparisons.map(({ annotationId, similarities }) => ({
      annotationId,
      similarities: Object.fromEntries(
        extractors.flatMap((id) => (id in similarities ? [[id, similarities[id]!]] : [])),
      ),
    })),
  }))
  return { ...set, queries, extractors }
}

/** The same, had only the first `length` of the cheap order been compared; queries without one keep all. */
export function withShortlist(set: ComparedSet, length: number): ComparedSet {
  const queries = set.queries.map((query) => {
    if (query.order === null) return query
    const chosen = new Set(query.order.slice(0, length))
    return { ...query, comparisons: query.comparisons.filter(({ annotationId }) => chosen.has(annotationId)) }
  })
  return { ...set, queries, shortlist: length }
}

/** Where the first photo of the right animal stands in the cheap order, by query whose animal another photo shows. */
export function shortlistRanks(set: ComparedSet): readonly MeasuredRank[] {
  const individualOf = individualsOf(set)
  return set.queries.flatMap(({ order, isKnown, individual }) => {
    if (order === null || !isKnown) return []
    const at = order.findIndex((id) => individualOf.get(id) === individual)
    return [{ rank: at < 0 ? null : at + 1, of: order.length }]
  })
}

export function individualsOf({ queries }: ComparedSet): ReadonlyMap<string, string> {
  return new Map(queries.map(({ annotationId, individual }) => [annotationId, individual]))
}
