import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useShell } from '../../shell/use-shell.ts'

/** Compares one annotation with everything that it may be compared with. */
export function useSearchAll(projectId: string) {
  const shell = useShell()
  const client = useQueryClient()
  const attempt = useAttempt()
  const [searching, setSearching] = useState<readonly string[]>([])
  const search = useCallback(
    async (annotationId: string) => {
      setSearching((now) => [...now, annotationId])
      await attempt(async () => {
        const answer = await shell.call('searchAll', projectId, annotationId)
        client.setQueryData(['call', 'candidates', projectId, annotationId], answer)
        await client.invalidateQueries({ queryKey: ['call', 'reviewQueue', projectId] })
      })
      setSearching((now) => now.filter((id) => id !== annotationId))
    },
    [shell, client, attempt, projectId],
  )
  return { searching, search }
}
