import { useCallback } from 'react'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useShell } from '../../shell/use-shell.ts'

/** Has the open photos of a project compared, in the background. */
export function useCompare(projectId: string): () => void {
  const shell = useShell()
  const attempt = useAttempt()
  return useCallback(
    () => void attempt(() => shell.call('startJob', { kind: 'project-identify', projectId })),
    [shell, attempt, projectId],
  )
}
