import { isComparable, type SidedAnnotation } from './comparable.ts'
import type { MatchableAnnotation, MatchControl, Matcher } from './matcher.ts'
import type { MeasuredRank } from './shortlist.ts'

/**
 * Where the matcher's cheap order has the first right answer, of each settled annotation whose animal another one shows.
 * @param individualOf as people decided @returns empty: the matcher has no cheap order, or nothing is known
 */
export async function measureShortlist(
  matcher: Matcher,
  settled: readonly (SidedAnnotation & MatchableAnnotation)[],
  individualOf: (annotationId: string) => string | null,
  sameViewpointOnly: boolean,
  { signal }: MatchControl = {},
): Promise<readonly MeasuredRank[]> {
  const ranks: MeasuredRank[] = []
  for (const query of settled) {
    signal?.throwIfAborted()
    const candidates = settled.filter((other) => isComparable(query, other, sameViewpointOnly))
    const individual = individualOf(query.annotationId)
    const isRight = (annotationId: string) => individualOf(annotationId) === individual
    if (individual === null || !candidates.some(({ annotationId }) => isRight(annotationId))) continue
    const order = await matcher.shortlist?.(query, candidates, candidates.length)
    if (order === undefined) return []
    const at = order.findIndex(isRight)
    ranks.push({ rank: at < 0 ? null : at + 1, of: candidates.length })
  }
  return ranks
}
