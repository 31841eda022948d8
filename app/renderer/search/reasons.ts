import type { Query, ResultParts, SearchAnswer, SearchResult } from '../../../core/api.ts'

/** Lowest and highest similarity among the results. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** The spread of each similarity over the results shown: cosines mean little by themselves, much beside each other. */
export interface Ranges {
  readonly byPart: readonly Range[]
  readonly composed: Range
  readonly reranked: Range | null
  readonly like: Range | null
}

export type Reason =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'photo' }
  | { readonly kind: 'marked' }
  | { readonly kind: 'reranked' }
  /** Points of the query's picture that it shows. */
  | { readonly kind: 'points'; readonly count: number }

/** From this share of the spread on, a similarity is a reason: the upper part of what was found. */
const STRONG = 0.6
/** Probability of the same thing from which matching points are a reason. */
const LIKELY = 0.5
/** Places that reranking must move a result up by to be named as a reason. */
const MOVED = 3

export function rangesOf({ query, results }: Pick<SearchAnswer, 'query' | 'results'>): Ranges {
  const parts = results.map((result) => result.parts)
  return {
    byPart: query.parts.map((_, i) => rangeOf(parts.map(({ byPart }) => byPart[i]?.similarity)) ?? { low: 0, high: 1 }),
    composed: rangeOf(parts.map(({ composed }) => composed)) ?? { low: 0, high: 1 },
    reranked: rangeOf(parts.map(({ reranked }) => reranked)),
    like: rangeOf(parts.map(({ feedback }) => feedback?.like)),
  }
}

/** Where in the range, 0 … 1; a range of one value is all full. */
export function shareOf(similarity: number, { low, high }: Range): number {
  return high <= low ? 1 : Math.min(1, Math.max(0, (similarity - low) / (high - low)))
}

/** @param rank 1-based, as shown @returns why a result is where it is, strongest first */
export function reasonsOf({ parts }: SearchResult, rank: number, query: Query, ranges: Ranges): readonly Reason[] {
  const reasons: { readonly reason: Reason; readonly share: number }[] = []
  query.parts.forEach((part, i) => {
    const similarity = parts.byPart[i]?.similarity
    const range = ranges.byPart[i]
    if (part.negative === true || similarity === undefined || range === undefined) return
    const reason: Reason = part.kind === 'words' ? { kind: 'words', words: part.words } : { kind: 'photo' }
    reasons.push({ reason, share: shareOf(similarity, range) })
  })
  const like = parts.feedback?.like ?? null
  if (like !== null && ranges.like !== null) {
    reasons.push({ reason: { kind: 'marked' }, share: shareOf(like, ranges.like) })
  }
  // What every result was asked for, and nothing else, tells them not apart.
  const strong =
    reasons.length < 2 ? [] : reasons.filter(({ share }) => share >= STRONG).sort((a, b) => b.share - a.share)
  const moved: readonly Reason[] = rankChange(parts, rank) >= MOVED ? [{ kind: 'reranked' }] : []
  return [...pointsReason(parts), ...strong.map(({ reason }) => reason), ...moved]
}

function pointsReason({ matchedPoints = 0, reranked }: ResultParts): readonly Reason[] {
  return matchedPoints > 0 && reranked !== null && reranked >= LIKELY ? [{ kind: 'points', count: matchedPoints }] : []
}

/** Places that reranking moved a result up by; negative: down; 0 where it was not reranked. */
export function rankChange({ reranked, rankBefore }: ResultParts, rank: number): number {
  return reranked === null ? 0 : rankBefore - rank
}

function rangeOf(values: readonly (number | null | undefined)[]): Range | null {
  const known = values.filter((value) => value !== null && value !== undefined)
  if (known.length === 0) return null
  // Not by spreading: ten thousand arguments are too many for some engines.
  return known.reduce(({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }), {
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
  })
}
