import { useCallback, useState } from 'react'
import type { Annotation, AnnotationValue } from '../../../../core/api/identify.ts'
import type { AnnotationWithState } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useProjectAction } from '../parts/use-project.ts'

/** A change, as it is taken back. `before` null: it was drawn; `id` null: it was deleted. */
interface Change {
  readonly id: string | null
  readonly before: AnnotationValue | null
  /** What was deleted comes back under another id. */
  readonly was?: string
}

export function valueOf({ contentHash, region, viewpoint, quality, drawnBy }: AnnotationValue): AnnotationValue {
  return { contentHash, region, viewpoint, quality, drawnBy }
}

/** Animals of one photo: every change is saved at once, and the last ones can be taken back. */
export function useAnimals(projectId: string) {
  const shell = useShell()
  const act = useProjectAction(projectId)
  const [changes, setChanges] = useState<readonly Change[]>([])
  /** Shown until the engine has said what it knows. */
  const [saving, setSaving] = useState<Readonly<Record<string, AnnotationValue>>>({})

  const save = useCallback(
    async (known: AnnotationWithState | null, value: AnnotationValue): Promise<string | null> => {
      let saved: Annotation | null = null
      const id = known?.annotationId ?? null
      if (id !== null) setSaving((now) => ({ ...now, [id]: value }))
      const isDone = await act(async () => {
        saved = await shell.call('saveAnnotation', projectId, id, value)
      })
      if (id !== null) setSaving((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== id)))
      if (!isDone || saved === null) return null
      const { annotationId }: Annotation = saved
      setChanges((now) => [...now, { id: annotationId, before: known === null ? null : valueOf(known) }])
      return annotationId
    },
    [shell, act, projectId],
  )
  const remove = useCallback(
    async (known: AnnotationWithState): Promise<boolean> => {
      const isDone = await act(() => shell.call('removeAnnotation', projectId, known.annotationId))
      if (isDone) setChanges((now) => [...now, { id: null, before: valueOf(known), was: known.annotationId }])
      return isDone
    },
    [shell, act, projectId],
  )
  const undo = useCallback(async (): Promise<boolean> => {
    const last = changes.at(-1)
    if (last === undefined) return false
    // At once: the key may be pressed again before this is done.
    setChanges((now) => now.filter((change) => change !== last))
    let id = last.id
    const isDone = await act(async () => {
      if (last.before !== null) id = (await shell.call('saveAnnotation', projectId, last.id, last.before)).annotationId
      else if (last.id !== null) await shell.call('removeAnnotation', projectId, last.id)
    })
    setChanges((now) =>
      isDone
        ? now.map((change) => (change.id !== null && change.id === last.was ? { ...change, id } : change))
        : [...now, last],
    )
    return isDone
  }, [shell, act, projectId, changes])
  return { save, remove, undo, canUndo: changes.length > 0, saving }
}
