import type { Candidate, RerankQuery } from '../types.ts'
import type { Directions } from './directions.ts'
import type { EncodedPart } from './encode.ts'
import { LIKE_WEIGHT, UNLIKE_WEIGHT } from './feedback.ts'
import type { MarkedPhotos } from './marked.ts'
import { sum } from './sum.ts'
import { weightedDirection } from './vectors.ts'

/** A photo on its way to the results. */
export interface Ranked {
  readonly photoId: number
  readonly composed: number
  readonly reranked: number | null
  /** 1-based */
  readonly rankBefore: number
  readonly matchedPoints?: number
}

/**
 * The query as rerankers want it, or null for one that only says what to avoid: there is nothing to resemble.
 *
 * Rerankers work on one global vector, so methods that combine similarities are represented by their sum; negative
 * parts are subtracted from it by their weight. Shares: the words divide `balance` among them by weight, the photos
 * the rest; a negative part has minus its weight. Liked photos are one more positive part and unliked ones a negative,
 * by the weights of relevance feedback.
 */
export function rerankQuery(parts: readonly EncodedPart[], query: Directions): RerankQuery | null {
  const { photo, words, balance, negatives, like, unlike } = query
  const own = photo !== null && words !== null ? sum.compose(photo, words, balance) : (photo ?? words)
  const positive = own ?? like?.centroid ?? null
  if (positive === null) return null
  const pull = own === null || like === null ? 0 : LIKE_WEIGHT
  const push = unlike === null ? 0 : UNLIKE_WEIGHT
  const global = weightedDirection(
    [positive, like?.centroid ?? positive, unlike?.centroid ?? positive, ...negatives.map((part) => part.vector)],
    [1, pull, -push, ...negatives.map((part) => -part.weight)],
  )
  const likeShare = own === null ? 1 : pull / (1 + pull)
  const ofParts = parts.map((part) => {
    const share = shareOf(part, parts, balance)
    return { tokens: part.tokens, weight: part.negative ? share : share * (1 - likeShare) }
  })
  const counted = [...ofParts, ...markedShares(like, likeShare), ...markedShares(unlike, -push)]
  const pictures = parts.flatMap(({ part, negative }) => (negative || part.kind === 'words' ? [] : [part]))
  return { global, parts: counted.filter((part) => part.weight !== 0), pictures }
}

function markedShares(marked: MarkedPhotos | null, share: number): RerankQuery['parts'] {
  const photos = marked?.tokens ?? []
  return photos.map((tokens) => ({ tokens, weight: share / photos.length }))
}

function shareOf(part: EncodedPart, parts: readonly EncodedPart[], balance: number): number {
  if (part.negative) return -part.weight
  const isWords = part.part.kind === 'words'
  const ofKind = parts.filter((other) => !other.negative && (other.part.kind === 'words') === isWords)
  const total = ofKind.reduce((sumOfWeights, other) => sumOfWeights + other.weight, 0)
  return ((isWords ? balance : 1 - balance) * part.weight) / total
}

/** Puts a reranked shortlist before the rest of the first stage, which keeps its order. */
export function mergeReranked(first: readonly Candidate[], reranked: readonly Candidate[]): readonly Ranked[] {
  const before = new Map(
    first.map(({ photoId, similarity }, i) => [photoId, { composed: similarity, rankBefore: i + 1 }]),
  )
  const head = reranked.map(({ photoId, similarity, reranked: changed, matchedPoints }) => ({
    photoId,
    ...before.get(photoId)!,
    reranked: changed === false ? null : similarity,
    ...(matchedPoints === undefined ? {} : { matchedPoints }),
  }))
  const done = new Set(reranked.map((candidate) => candidate.photoId))
  const tail = first.flatMap(({ photoId }) =>
    done.has(photoId) ? [] : [{ photoId, ...before.get(photoId)!, reranked: null }],
  )
  return [...head, ...tail]
}
