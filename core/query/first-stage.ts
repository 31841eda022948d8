import type { CompositionMethod } from '../api.ts'
import { ResightError, type Candidate, type VectorIndex } from '../types.ts'
import type { Directions } from './directions.ts'
import { METHODS } from './methods.ts'
import { applyFeedback } from './feedback.ts'
import { avoid, everythingBut, type Negative } from './negatives.ts'
import { selectBest } from './select.ts'
import { similarityLists } from './similarity-lists.ts'

/** Which photos may be returned. */
export interface Scope {
  /** null: every photo */
  readonly allow: ReadonlySet<number> | null
  readonly exclude: ReadonlySet<number>
}

export interface FirstStage {
  /** Best first. */
  readonly candidates: readonly Candidate[]
  readonly searchMs: number
  readonly composeMs: number
}

/**
 * The k best photos before reranking. One query vector and nothing to avoid is a plain index search; else the
 * similarities of each part with the whole library are computed and combined, since calibration needs them all and a
 * product's best photo need not be among the best of either factor.
 */
export async function firstStage(
  query: Directions,
  method: CompositionMethod,
  k: number,
  scope: Scope,
  index: VectorIndex,
): Promise<FirstStage> {
  const started = performance.now()
  const vector = queryVector(query, method)
  // Liked photos are the query where it has no positive part of its own.
  const base = vector ?? (query.photo === null && query.words === null ? (query.like?.centroid ?? null) : null)
  const liked = base !== null && base === query.like?.centroid ? null : query.like
  if (base !== null && query.negatives.length === 0 && liked === null && query.unlike === null) {
    const composed = performance.now()
    const candidates = searchIndex(index, base, k, scope)
    return { candidates, searchMs: performance.now() - composed, composeMs: composed - started }
  }
  const positives = base !== null ? [base] : [query.photo, query.words].filter((direction) => direction !== null)
  const marked = [liked, query.unlike].flatMap((photos) => photos?.centroid ?? [])
  const vectors = [...positives, ...query.negatives.map((part) => part.vector), ...marked]
  // Marks alone, and none of a photo that is encoded: a hint tells, and nothing resembles nothing.
  if (vectors.length === 0) return { candidates: [], searchMs: 0, composeMs: performance.now() - started }
  const { ids, lists } = await similarityLists(index, vectors)
  const searched = performance.now()
  const negatives = query.negatives.map((part, n) => ({
    similarities: lists[positives.length + n]!,
    weight: part.weight,
  }))
  const likedList = liked === null ? null : lists[positives.length + negatives.length]!
  const unlikedList = query.unlike === null ? null : lists.at(-1)!
  const similarities = push(
    combine(lists.slice(0, positives.length), method, query.balance),
    likedList,
    unlikedList,
    negatives,
  )
  const { allow, exclude } = scope
  const accepts = (id: number): boolean => (allow === null || allow.has(id)) && !exclude.has(id)
  const candidates = selectBest(ids, similarities, k, allow === null && exclude.size === 0 ? undefined : accepts)
  return { candidates, searchMs: searched - started, composeMs: performance.now() - searched }
}

/** Moves the composed similarities by feedback, then by what to avoid. @param base null: no positive part, nothing liked */
function push(
  base: Float32Array | Float64Array | null,
  liked: Float32Array | null,
  unliked: Float32Array | null,
  negatives: readonly Negative[],
): Float32Array | Float64Array {
  if (base === null)
    return everythingBut([...negatives, ...(unliked === null ? [] : [{ similarities: unliked, weight: 1 }])])
  const moved = liked === null && unliked === null ? base : applyFeedback(base, liked, unliked)
  return negatives.length === 0 ? moved : avoid(moved, negatives)
}

/** [d], or null where the query has no positive part or its method needs similarity lists. */
function queryVector(query: Directions, method: CompositionMethod): Float32Array | null {
  const { photo, words, balance } = query
  if (photo === null || words === null) return photo ?? words
  const composition = METHODS[method]
  return composition.kind === 'vector' ? composition.compose(photo, words, balance) : null
}

/** @param positives none, the one list of a query vector, or the photo's and the words' */
function combine(
  positives: readonly Float32Array[],
  method: CompositionMethod,
  balance: number,
): Float32Array | Float64Array | null {
  const [first, second] = positives
  if (first === undefined || second === undefined) return first ?? null
  const composition = METHODS[method]
  if (composition.kind !== 'score') throw new ResightError('internal', `${method} gives a vector, not similarities`)
  return composition.compose(first, second, balance)
}

function searchIndex(index: VectorIndex, vector: Float32Array, k: number, scope: Scope): readonly Candidate[] {
  const { allow, exclude } = scope
  const wanted = Math.min(k + exclude.size, index.ntotal)
  if (wanted === 0 || allow?.size === 0) return []
  const found = index.search({ n: 1, d: vector.length, data: vector }, wanted, allow ?? undefined)
  const candidates: Candidate[] = []
  for (let i = 0; i < wanted && candidates.length < k; i++) {
    const photoId = found.labels[i]!
    if (photoId >= 0 && !exclude.has(photoId)) candidates.push({ photoId, similarity: found.similarities[i]! })
  }
  return candidates
}
