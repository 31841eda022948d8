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
import { fuseSimilarities } from './fuse.ts'
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
  /** See `fuseSimilarities`; 0 is the paper's form. */
  readonly firstShare: number
}

/** Where a value is not a paper's, the table it was chosen by is in `docs/decisions/rerank-fusion.md`. */
export const TOKENS: TokensConfig = { shortlist: 100, limit: 1000, pruningShare: 0.95, batch: 64, firstShare: 0.7 }

/**
 * Late interaction between the query's tokens and the photos' stored ones: the weighted mean of maxima
 * (CraterBench-R), mixed with the first stage's similarity, with candidate pruning and early exit ("Multivector
 * Reranking in the Era of Strong First-Stage Retrievers"), the latter a batch at a time: it stops when a whole batch
 * has brought nobody into the best k. The first batch holds at least k photos.
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
      const having: Candidate[] = []
      const late: number[] = []
      const withoutTokens = new Map<number, Candidate>()
      let reranked: readonly Candidate[] = []
      let looked = 0
      while (looked < kept.length) {
        const batch = kept.slice(looked, looked + (looked === 0 ? Math.max(k, config.batch) : config.batch))
        const sets = source.tokens(batch.map(({ photoId }) => photoId))
        const known = having.length
        batch.forEach((candidate, i) => {
          if (sets[i]) having.push(candidate)
          else withoutTokens.set(looked + i, { ...candidate, reranked: false })
        })
        late.push(...(await similaritiesOf(opened, asked, sets)))
        looked += batch.length
        reranked = ranked(having, late, config.firstShare)
        const best = new Set(reranked.slice(0, k).map(({ photoId }) => photoId))
        const newcomers = having.slice(known)
        if (newcomers.length > 0 && !newcomers.some(({ photoId }) => best.has(photoId))) break
      }
      const inOrder = reranked.values()
      const head = Array.from({ length: looked }, (_, rank) => withoutTokens.get(rank) ?? inOrder.next().value!)
      const done = new Set(head.map(({ photoId }) => photoId))
      const rest = candidates.filter(({ photoId }) => !done.has(photoId))
      return [...head, ...rest.map((candidate) => ({ ...candidate, reranked: false }))]
    },
  }
}

/** @param candidates in first-stage order @param late their late-interaction similarities */
function ranked(candidates: readonly Candidate[], late: readonly number[], firstShare: number): readonly Candidate[] {
  const fused = fuseSimilarities(
    candidates.map(({ similarity }) => similarity),
    late,
    firstShare,
  )
  return candidates
    .map(({ photoId }, i) => ({ photoId, similarity: fused[i]!, reranked: true }))
    .sort((a, b) => b.similarity - a.similarity)
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
): Promise<readonly number[]> {
  const candidates = sets.filter((set) => set !== null)
  if (candidates.length === 0) return []
  const { similarities } = await runSession(opened.session, maxSimFeeds({ query, weights, candidates }))
  return Array.from(similarities!.data, Number)
}
