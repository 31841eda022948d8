import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAttempt } from '../../parts/use-attempt.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useReviewState } from './review-state.ts'

/** Compares one annotation with everything that it may be compared with, until it is decided or the screen is left. */
export function useSearchAll(projectId: string) {
  const shell = useShell()
  const client = useQueryClient()
  const attempt = useAttempt()
  const [searching, setSearching] = useState<readonly string[]>([])
  const underWayRef = useRef(new Map<string, AbortController>())
  const done = useReviewState((session) => session.done)
  useEffect(() => {
    for (const { settles, annotationIds } of done)
      if (settles) for (const id of annotationIds) underWayRef.current.get(id)?.abort()
  }, [done])
  useEffect(() => {
    const underWay = underWayRef.current
    return () => {
      for (const own of underWay.values()) own.abort()
    }
  }, [])
  const search = useCallback(
    async (annotationId: string) => {
      const own = new AbortController()
      underWayRef.current.set(annotationId, own)
      setSearching((now) => [...now, annotationId])
      await attempt(async () => {
        const answer = await shell.callWith(own.signal, 'searchAll', projectId, annotationId)
        client.setQueryData(['call', 'candidates', projectId, annotationId], answer)
        await client.invalidateQueries({ queryKey: ['call', 'reviewQueue', projectId] })
      })
      if (underWayRef.current.get(annotationId) === own) underWayRef.current.delete(annotationId)
      setSearching((now) => now.filter((id) => id !== annotationId))
    },
    [shell, client, attempt, projectId],
  )
  return { searching, search }
}
