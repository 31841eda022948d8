import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { PlainError } from '../../../../core/api/shell.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useCall } from '../../shell/use-call.ts'

/** All of a project but its log; asked again after `useProjectAction`, and when the library changes. */
export function useProject(projectId: string): UseQueryResult<ProjectState, PlainError> {
  return useCall('projectState', [projectId])
}

/**
 * Does something that changes a project, says why where it is refused, and has everything read of the project read
 * again. @returns whether it was done
 */
export function useProjectAction(projectId: string): (act: () => Promise<unknown>) => Promise<boolean> {
  const attempt = useAttempt()
  const refresh = useRefreshProject(projectId)
  return useCallback(
    async (act) => {
      const isDone = await attempt(act)
      await refresh()
      return isDone
    },
    [attempt, refresh],
  )
}

/** Has what was read of a project, and the list of projects, read again. */
export function useRefreshProject(projectId: string): () => Promise<void> {
  const client = useQueryClient()
  return useCallback(
    () =>
      client.invalidateQueries({
        predicate: ({ queryKey: [what, name, of] }) => what === 'call' && (name === 'projects' || of === projectId),
      }),
    [client, projectId],
  )
}
