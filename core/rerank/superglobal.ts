import type { OpenedSession } from '../runtime/session.ts'
import { runSession, type Feeds } from '../runtime/create-session.ts'
import { invalidArgument, type Candidate, type Matrix, type Reranker } from '../types.ts'
import { rejectNonFinite } from './maxsim.ts'

/** SuperGlobal (Shao et al., ICCV 2023), the values of its released code. */
export const SUPERGLOBAL = {
  /** M, how many of the first stage's photos are reordered */
  shortlist: 400,
  /** K, neighbours of a photo beside itself */
  neighbours: 9,
  beta: 0.15,
  /** Below ten times M photos a library gives only a tenth of itself: beyond it the neighbours are strangers. */
  smallestShare: 10,
} as const

/** One run of the SuperGlobal kernel. */
export interface SuperGlobalInput {
  /** [d], L2-normalised */
  readonly query: Float32Array
  /** [m × d], rows L2-normalised, in first-stage order, m ≥ 1 */
  readonly vectors: Matrix
  readonly neighbours: number
  readonly beta: number
}

/**
 * What `graphs/superglobal.onnx` is fed. Its output `similarities` [m × 1] is (s1 + s2) / 2, where
 * x'_i = (x_i + β Σ_j ⟨x_i, x_j⟩ x_j) / (1 + β Σ_j ⟨x_i, x_j⟩) over the K nearest others, s1 = ⟨q, x'⟩,
 * q' = the element-wise maximum of the K + 1 x' with the largest s1, and s2 = ⟨q', x'⟩. Neither x' nor q' is
 * normalised again, and q' does not contain q; both as in the authors' code.
 * @throws ResightError `invalid-argument` for sizes that do not fit or numbers that are not finite
 */
export function superGlobalFeeds({ query, vectors, neighbours, beta }: SuperGlobalInput): Feeds {
  const { n: m, d } = vectors
  if (m < 1 || vectors.data.length !== m * d) throw invalidArgument('vectors', 'at least one vector', m)
  if (query.length !== d) throw invalidArgument('query', `${d} numbers`, query.length)
  if (!Number.isInteger(neighbours) || neighbours < 0) throw invalidArgument('neighbours', 'whole number', neighbours)
  if (!(beta >= 0 && beta < Infinity)) throw invalidArgument('beta', 'number of at least 0', beta)
  rejectNonFinite('query', query)
  rejectNonFinite('vectors', vectors.data)
  const count = Math.min(neighbours + 1, m)
  return {
    vectors: { type: 'float32', data: vectors.data, dims: [m, d] },
    query: { type: 'float32', data: query, dims: [1, d] },
    neighbours: { type: 'int64', data: BigInt64Array.of(BigInt(count)), dims: [1] },
    first: { type: 'float32', data: Float32Array.from({ length: count }, (_, i) => (i === 0 ? 1 : 0)), dims: [count] },
    beta: {
      type: 'float32',
      data: Float32Array.from({ length: count }, (_, i) => (i === 0 ? 0 : beta)),
      dims: [count],
    },
  }
}

/**
 * Reorders the first M candidates by SuperGlobal similarity; what lies beyond keeps its order. Needs no tokens.
 * @param options.ntotal photos in the index, for the smaller M of small libraries
 */
export function superGlobalReranker(opened: OpenedSession, options: { readonly ntotal: () => number }): Reranker {
  function shortlist(): number {
    return Math.min(SUPERGLOBAL.shortlist, Math.ceil(options.ntotal() / SUPERGLOBAL.smallestShare))
  }
  return {
    id: 'superglobal',
    shortlistLength: (k) => Math.max(k, shortlist()),
    async rerank(query, candidates, _k, source): Promise<readonly Candidate[]> {
      const head = candidates.slice(0, shortlist())
      if (head.length === 0) return candidates
      const vectors = source.vectors(head.map(({ photoId }) => photoId))
      const { neighbours, beta } = SUPERGLOBAL
      const { similarities } = await runSession(
        opened.session,
        superGlobalFeeds({ query: query.global, vectors, neighbours, beta }),
      )
      const scored = head.map(({ photoId }, i) => ({
        photoId,
        similarity: Number(similarities!.data[i]),
        reranked: true,
      }))
      scored.sort((a, b) => b.similarity - a.similarity)
      return [...scored, ...candidates.slice(head.length).map((candidate) => ({ ...candidate, reranked: false }))]
    },
  }
}
