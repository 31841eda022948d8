import type { Query, ResultParts, SearchAnswer, SearchResult } from '../api.ts'
import { ResightError, type Candidate } from '../types.ts'
import { directions } from './directions.ts'
import { encodeParts, type EncodedPart } from './encode.ts'
import { firstStage } from './first-stage.ts'
import { findMarked, type Marked, type MarkedPhotos } from './marked.ts'
import type { SearchPorts } from './ports.ts'
import { mergeReranked, rerankQuery, type Ranked } from './rerank-stage.ts'
import { checkQuery } from './validate.ts'
import { dot } from './vectors.ts'

/**
 * A reranker is asked to get this many results right, however many are wanted: so its cost is bounded, and asking for
 * more results later doesn't reorder those seen already.
 */
const RERANK_DEPTH = 100

/** For a reranker that compares pixels. */
const PICTURE_HINT = 'Matching points needs a picture in the query, so this answer is not reranked: add a picture.'

/**
 * Answers a query: check, encode, filter, first stage, rerank, explain.
 *
 * Words alone, or a photo alone, cost one encoding and one index search. A result that was not reranked (beyond the
 * reranker's shortlist) follows those that were, in first-stage order.
 * @throws ResightError `invalid-argument` for a query outside the contract, `cancelled` when `ports.signal` says so
 */
export async function search(query: Query, ports: SearchPorts): Promise<SearchAnswer> {
  const started = performance.now()
  const checked = checkQuery(query)
  const hints: string[] = []
  const parts = await encodeParts(checked.parts, ports)
  const marked = await findMarked(checked.feedback, ports)
  if (marked.missing.length > 0) hints.push(missingHint(marked.missing.length))
  stopIfCancelled(ports)
  const encoded = performance.now()

  const composedQuery = directions(parts, checked.balance, marked)
  const allow = checked.filter === null ? null : ports.photosMatching(checked.filter)
  if (allow?.size === 0) hints.push('No photo matches the filter.')
  const filtered = performance.now()
  const reranker = checked.rerank === 'none' ? null : await ports.reranker(checked.rerank)
  const depth = Math.min(checked.k, RERANK_DEPTH)
  const shortlist = reranker?.shortlistLength(depth) ?? 0
  // Whoever says "not like this" has seen it.
  const scope = { allow, exclude: new Set([...checked.exclude, ...checked.feedback.unlike]) }
  const first = await firstStage(composedQuery, checked.method, Math.max(checked.k, shortlist), scope, ports.index)
  const whyOf = partSimilarities(first.candidates, parts, marked, ports)
  stopIfCancelled(ports)
  const reranking = performance.now()

  const asReranked = reranker === null ? null : rerankQuery(parts, composedQuery)
  if (reranker !== null && asReranked === null) hints.push('A query that only says what to avoid is not reranked.')
  const isUnseen = reranker?.needsPicture === true && asReranked?.pictures?.length === 0
  if (isUnseen) hints.push(PICTURE_HINT)
  let ranked = mergeReranked(first.candidates, [])
  if (reranker !== null && asReranked !== null && !isUnseen && first.candidates.length > 0) {
    const candidates = first.candidates.slice(0, shortlist)
    const k = Math.min(depth, candidates.length)
    const reordered = await reranker.rerank(asReranked, candidates, k, ports.rerankSource)
    ranked = mergeReranked(first.candidates, reordered)
    stopIfCancelled(ports)
  }
  const reranked = performance.now()
  const results = explain(ranked.slice(0, checked.k), whyOf, ports)
  return {
    query,
    space: ports.space,
    method: checked.method,
    rerank: checked.rerank,
    timingsMs: {
      encode: encoded - started,
      search: filtered - encoded + first.searchMs,
      compose: first.composeMs,
      rerank: reranked - reranking,
      total: performance.now() - started,
    },
    results,
    hints,
  }
}

/** What went into one candidate's place. */
type Why = Pick<ResultParts, 'byPart' | 'feedback'>

/** Adds to each photo its path and its own similarity to every part. A photo removed meanwhile is left out. */
function explain(
  ranked: readonly Ranked[],
  whyOf: (rankBefore: number) => Why,
  ports: SearchPorts,
): readonly SearchResult[] {
  const paths = ports.paths(ranked.map((photo) => photo.photoId))
  return ranked.flatMap(({ photoId, composed, reranked, rankBefore, matchedPoints }, i) => {
    const path = paths[i]
    if (path === null || path === undefined) return []
    const similarity = reranked ?? composed
    const points = matchedPoints === undefined ? {} : { matchedPoints }
    return [{ photoId, path, similarity, parts: { ...whyOf(rankBefore), composed, reranked, rankBefore, ...points } }]
  })
}

/**
 * Cosine of every part with every candidate, by 1-based rank. Computed at once, since a photo may leave the index
 * while a reranker works. For a single positive part it is the composed similarity already: no vector is fetched.
 */
function partSimilarities(
  candidates: readonly Candidate[],
  parts: readonly EncodedPart[],
  { like, unlike }: Marked,
  ports: SearchPorts,
): (rankBefore: number) => Why {
  const isMarked = like !== null || unlike !== null
  const alone = parts.length === 1 && !parts[0]!.negative && !isMarked
  const d = ports.index.d
  const vectors = alone ? null : ports.index.reconstruct(candidates.map((candidate) => candidate.photoId)).data
  return (rank) => {
    const row = vectors?.subarray((rank - 1) * d, rank * d)
    const similarityTo = (vector: Float32Array): number =>
      row === undefined ? candidates[rank - 1]!.similarity : dot(vector, row)
    const byPart = parts.map(({ label, negative, vector }) => ({ label, negative, similarity: similarityTo(vector) }))
    const to = (marked: MarkedPhotos | null): number | null => (marked === null ? null : similarityTo(marked.centroid))
    return isMarked ? { byPart, feedback: { like: to(like), unlike: to(unlike) } } : { byPart }
  }
}

function missingHint(count: number): string {
  const [photos, are] = count === 1 ? ['photo', 'is'] : ['photos', 'are']
  return `${count} ${photos} that you marked ${are} gone or can't be read, so ${are} left out.`
}

function stopIfCancelled(ports: SearchPorts): void {
  if (ports.signal?.aborted === true) throw new ResightError('cancelled', 'The search was cancelled')
}
