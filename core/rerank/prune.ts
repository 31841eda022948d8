import type { Candidate } from '../types.ts'

/**
 * Candidate pruning: a candidate whose first-stage similarity lies too far below the k-th is not worth a look.
 * Keeps s_c ≥ s_(k) − share · (s_(k) − s_min), s_min the shortlist's lowest.
 *
 * Differs from "Multivector Reranking in the Era of Strong First-Stage Retrievers", which keeps s_c ≥ s_(k)·(1 − α):
 * cosines of image–text models fill only a narrow band (0.5 … 1 between photos, 0.15 … 0.35 between words and
 * photos), where one α means different things. Measured from the shortlist's own floor the rule is the same for any
 * shift or scale of the similarities, those of `product` and `weicom` included.
 * @param share 0 keeps what ties with the k-th, 1 keeps all
 * @returns the kept candidates in their order; all of them when there are not more than k
 */
export function pruneCandidates(candidates: readonly Candidate[], k: number, share: number): readonly Candidate[] {
  if (candidates.length <= k) return candidates
  const descending = candidates.map(({ similarity }) => similarity).sort((a, b) => b - a)
  const kth = descending[k - 1]!
  const lowest = descending.at(-1)!
  const threshold = kth - share * (kth - lowest)
  // At share 1 rounding must not drop the lowest itself.
  return share >= 1 ? candidates : candidates.filter(({ similarity }) => similarity >= threshold)
}
