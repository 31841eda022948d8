import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { AnnotationWithState, Candidates, ProjectState } from '../../../../core/api/photo-id.ts'
import type { Shell } from '../../../../core/api/shell.ts'
import { useShell } from '../../shell/use-shell.ts'
import { annotationOf, photoOf } from '../parts/project-index.ts'
import { pointsQuery } from './use-points.ts'

const SCREEN_SIDE = 1024

/**
 * Has what comes next at hand before it is asked for: candidates, the points shared with the best, both pictures. What
 * is at hand already is not asked for again, and what is no longer ahead is given up.
 * @param ready false while what is shown is still on its way: it comes first
 */
export function useReadAhead(
  projectId: string,
  state: ProjectState,
  { current, ahead }: { readonly current: string | null; readonly ahead: readonly string[] },
  ready: boolean,
): void {
  const shell = useShell()
  const client = useQueryClient()
  const ids = ahead.join()
  const underWayRef = useRef<{ readonly id: string; readonly queryKey: QueryKey } | null>(null)
  useEffect(() => {
    const underWay = underWayRef.current
    if (underWay !== null && underWay.id !== current && !ids.split(',').includes(underWay.id))
      giveUp(client, underWay.queryKey)
  }, [client, current, ids])
  useEffect(
    () => () => {
      if (underWayRef.current !== null) giveUp(client, underWayRef.current.queryKey)
    },
    [client],
  )
  useEffect(() => {
    if (!ready) return
    let isOn = true
    const read = async () => {
      for (const id of ids.split(',').filter(Boolean)) {
        const query = annotationOf(state, id)
        if (!isOn || query === undefined) continue
        showSoon(shell, state, query)
        const { candidates } = await client.query<Candidates>({
          queryKey: ['call', 'candidates', projectId, id],
          queryFn: ({ signal }) => shell.callWith(signal, 'candidates', projectId, id),
        })
        const best = candidates[0] === undefined ? undefined : annotationOf(state, candidates[0].annotationId)
        if (best === undefined || !isOn) continue
        showSoon(shell, state, best)
        const points = pointsQuery(shell, projectId, query, best)
        underWayRef.current = { id, queryKey: points.queryKey }
        await client.query(points)
      }
    }
    // What fails here is asked for again, and told, when it is needed.
    read().catch(() => undefined)
    return () => {
      isOn = false
    }
  }, [shell, client, projectId, state, ids, ready])
}

/** Unless somebody looks at it. */
function giveUp(client: QueryClient, queryKey: QueryKey): void {
  void client.cancelQueries({ queryKey, exact: true, type: 'inactive' })
}

/** Into the browser's cache. */
function showSoon(shell: Shell, state: ProjectState, { contentHash }: AnnotationWithState): void {
  const photo = photoOf(state, contentHash)
  if (photo === undefined || photo.photoId === null) return
  new Image().src = shell.thumbnailUrl(photo.photoId)
  if (photo.online)
    new Image().src = shell.previewUrl(photo.photoId, Math.min(SCREEN_SIDE, Math.max(photo.width, photo.height)))
}
