import { type UseQueryResult, queryOptions, useQuery } from '@tanstack/react-query'
import type { MatchedPoints } from '../../../../core/api.ts'
import type { AnnotationWithState } from '../../../../core/api/photo-id.ts'
import type { PlainError, Shell } from '../../../../core/api/shell.ts'
import { useShell } from '../../shell/use-shell.ts'

/**
 * The points that two annotations share. They depend on the two outlines alone, so that they outlast decisions, which
 * have everything else read again. They are looked for no longer than anyone waits for them.
 */
export function pointsQuery(shell: Shell, projectId: string, query: AnnotationWithState, other: AnnotationWithState) {
  return queryOptions<readonly MatchedPoints[], PlainError>({
    queryKey: ['points', projectId, query.annotationId, other.annotationId, query.region, other.region],
    queryFn: ({ signal }) => shell.callWith(signal, 'matchedPoints', projectId, query.annotationId, other.annotationId),
    gcTime: 10 * 60_000,
  })
}

export function usePoints(
  projectId: string,
  query: AnnotationWithState,
  other: AnnotationWithState,
): UseQueryResult<readonly MatchedPoints[], PlainError> {
  return useQuery(pointsQuery(useShell(), projectId, query, other))
}
