import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AnnotationValue } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useProjectAction } from '../parts/use-project.ts'

/** Changes what is said of an annotation: seen at once, written behind. */
export function useEditAnnotation(projectId: string) {
  const shell = useShell()
  const client = useQueryClient()
  const act = useProjectAction(projectId)
  return useCallback(
    (annotation: AnnotationWithState, change: Partial<Pick<AnnotationValue, 'viewpoint' | 'quality'>>) => {
      const { contentHash, region, viewpoint, quality, drawnBy, annotationId } = annotation
      const value: AnnotationValue = { contentHash, region, viewpoint, quality, drawnBy, ...change }
      client.setQueryData<ProjectState>(['call', 'projectState', projectId], (state) =>
        state === undefined
          ? state
          : {
              ...state,
              annotations: state.annotations.map((known) =>
                known.annotationId === annotationId ? { ...known, ...value } : known,
              ),
            },
      )
      return act(() => shell.call('saveAnnotation', projectId, annotationId, value))
    },
    [shell, client, act, projectId],
  )
}
