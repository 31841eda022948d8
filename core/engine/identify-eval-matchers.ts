import type { Comparison, MatchableAnnotation, Matcher } from '../identify/candidates/matcher.ts'

/**
 * A matcher that remembers: what was compared one way round is not compared again the other. Two photos are as alike either way
 * but for which of them the ratio of distances is taken in; a project, too, keeps each pair once.
 */
export function comparingOnce(matcher: Matcher): Matcher {
  const known = new Map<string, Comparison['similarities']>()
  const key = (from: MatchableAnnotation, to: MatchableAnnotation) => `${from.annotationId}\n${to.annotationId}`
  return {
    ...matcher,
    async compare(query, candidates, extractors, control) {
      const fresh = candidates.filter((candidate) => !known.has(key(candidate, query)))
      const compared = fresh.length === 0 ? [] : await matcher.compare(query, fresh, extractors, control)
      const byId = new Map(compared.map(({ annotationId, similarities }) => [annotationId, similarities]))
      for (const candidate of fresh) {
        const similarities = byId.get(candidate.annotationId)
        if (similarities !== undefined) known.set(key(query, candidate), similarities)
      }
      return candidates.flatMap((candidate) => {
        const similarities = byId.get(candidate.annotationId) ?? known.get(key(candidate, query))
        return similarities === undefined ? [] : [{ annotationId: candidate.annotationId, similarities }]
      })
    },
  }
}

/** A matcher that compares only the first `length` of its cheap order. */
export function shortlisting(matcher: Matcher, length: number): Matcher {
  return {
    ...matcher,
    async compare(query, candidates, extractors, control) {
      const ids = new Set(await matcher.shortlist?.(query, candidates, length, control))
      const chosen = matcher.shortlist === undefined ? candidates : candidates.filter((c) => ids.has(c.annotationId))
      return matcher.compare(query, chosen, extractors, control)
    },
  }
}
