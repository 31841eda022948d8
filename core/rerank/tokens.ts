import { runSession } from '../runtime/create-session.ts'
import type { OpenedSession } from '../runtime/session.ts'
import {
  invalidArgument,
  type Candidate,
  type Matrix,
  type RerankQuery,
  type Reranker,
  type TokenSet,
} from '../types.ts'
import { maxSimFeeds } from './maxsim.ts'
import { pruneCandidates } from './prune.ts'

export interface TokensConfig {
  /** Photos of the first stage to look at, at least; CraterBench-R: 100 recover 89 to 94 % of looking at all. */
  readonly shortlist: number
  /** Photos to look at, at most, however many results are asked for. */
  readonly limit: number
  /** See `pruneCandidates`. */
  readonly pruningShare: number
  /** Photos a run of the graph; between runs it is decided whether another is worth it. */
  readonly batch: number
}

export const TOKENS: TokensConfig = { shortlist: 100, limit: 1000, pruningShare: 1, batch: 32 }

/**
 * Late interaction between the query's tokens and the photos' stored ones: the weighted mean of maxima
 * (CraterBench-R), with candidate pruning and early exit ("Multivector Reranking in the Era of Strong First-Stage
 * Retrievers"), the latter a batch at a time: it stops when a whole batch has changed none of the best k. The first
 * batch holds at least k photos.
 *
 * Reranked photos come first by their new similarity, ties in first-stage order; a photo without tokens among them
 * keeps its rank, because nothing is known that would move it; then the rest in first-stage order. Photos not
 * reranked keep their first-stage similarity and have `reranked: false`.
 */
export function tokensReranker(opened: OpenedSession, config: TokensConfig = TOKENS): Reranker {
  return {
    id: 'tokens',
    shortlistLength: (k) => Math.max(config.shortlist, k),
    async rerank(query, candidates, k, source): Promise<readonly Candidate[]> {
      if (!Number.isInteger(k) || k < 1) throw invalidArgument('k', 'positive integer', k)
      const asked = joinParts(query)
      const kept = pruneCandidates(candidates.slice(0, config.limit), k, config.pruningShare)
      const scored: Candidate[] = []
      const withoutTokens = new Map<number, Candidate>()
      let looked = 0
      while (looked < kept.length) {
        const batch = kept.slice(looked, looked + (looked === 0 ? Math.max(k, config.batch) : config.batch))
        const sets = source.tokens(batch.map(({ photoId }) => photoId))
        const having = batch.filter((_, i) => sets[i] !== null && sets[i] !== undefined)
        batch.forEach((candidate, i) => {
          if (!sets[i]) withoutTokens.set(looked + i, { ...candidate, reranked: false })
        })
        const similarities = await similaritiesOf(opened, asked, sets)
        const kthBefore = kthBest(scored, k)
        having.forEach(({ photoId }, i) => scored.push({ photoId, similarity: similarities[i]!, reranked: true }))
        looked += batch.length
        if (having.length > 0 && kthBest(scored, k) === kthBefore) break
      }
      scored.sort((a, b) => b.similarity - a.similarity)
      const head = Array.from({ length: looked }, (_, rank) => withoutTokens.get(rank) ?? scored.shift()!)
      const done = new Set(head.map(({ photoId }) => photoId))
      const rest = candidates.filter(({ photoId }) => !done.has(photoId))
      return [...head, ...rest.map((candidate) => ({ ...candidate, reranked: false }))]
    },
  }
}

interface JoinedQuery {
  readonly query: Matrix
  readonly weights: Float32Array
}

/** All parts' tokens as one matrix, each weighing its part's share divided by the part's tokens. */
function joinParts({ parts, global }: RerankQuery): JoinedQuery {
  const d = global.length
  const n = parts.reduce((total, part) => total + part.tokens.n, 0)
  const data = new Float32Array(n * d)
  const weights = new Float32Array(n)
  let row = 0
  parts.forEach(({ tokens, weight }, p) => {
    if (tokens.n < 1) throw invalidArgument(`parts[${p}].tokens.n`, 'positive integer', tokens.n)
    if (tokens.d !== d) throw invalidArgument(`parts[${p}].tokens.d`, `${d}`, tokens.d)
    data.set(tokens.data, row * d)
    weights.fill(weight / tokens.n, row, row + tokens.n)
    row += tokens.n
  })
  return { query: { n, d, data }, weights }
}

async function similaritiesOf(
  opened: OpenedSession,
  { query, weights }: JoinedQuery,
  sets: readonly (TokenSet | null)[],
): Promise<ArrayLike<number>> {
  const candidates = sets.filter((set) => set !== null)
  if (candidates.length === 0) return []
  const { similarities } = await runSession(opened.session, maxSimFeeds({ query, weights, candidates }))
  return similarities!.data as Float32Array
}

/** The k-th best similarity so far; -Infinity while there are fewer. */
function kthBest(scored: readonly Candidate[], k: number): number {
  if (scored.length < k) return -Infinity
  return scored.map(({ similarity }) => similarity).sort((a, b) => b - a)[k - 1]!
}
