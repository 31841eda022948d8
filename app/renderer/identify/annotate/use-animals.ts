import { useCallback, useRef, useState } from 'react'
import type { Annotation, AnnotationValue } from '../../../../core/api/identify.ts'
import type { AnnotationWithState } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useProjectAction } from '../parts/use-project.ts'
import { openInTurn } from './in-turn.ts'

/** A change, as it is taken back. `before` null: it was drawn; `id` null: it was deleted. */
interface Change {
  readonly id: string | null
  readonly before: AnnotationValue | null
  /** What was deleted comes back under another id. */
  readonly was?: string
}

function valueOf({ contentHash, region, viewpoint, quality, drawnBy }: AnnotationValue): AnnotationValue {
  return { contentHash, region, viewpoint, quality, drawnBy }
}

/**
 * Animals of one photo: every change is saved at once, and the last ones can be taken back. What is asked for while
 * something is being saved waits for its turn, and changes what is there by then.
 */
export function useAnimals(projectId: string) {
  const shell = useShell()
  const act = useProjectAction(projectId)
  const [inTurn] = useState(openInTurn)
  const changesRef = useRef<readonly Change[]>([])
  const [canUndo, setCanUndo] = useState(false)
  /** What was saved a moment ago, which the project as it was read may not have yet. */
  const savedRef = useRef(new Map<string, AnnotationValue>())
  /** Shown until the engine has said what it knows. */
  const [saving, setSaving] = useState<Readonly<Record<string, Partial<AnnotationValue>>>>({})

  const doInTurn = useCallback(
    <T>(work: () => Promise<T>): Promise<T> =>
      inTurn(async (isLast) => {
        const done = await work()
        if (isLast()) {
          savedRef.current.clear()
          setSaving({})
        }
        return done
      }),
    [inTurn],
  )
  const setChanges = useCallback((changes: readonly Change[]) => {
    changesRef.current = changes
    setCanUndo(changes.length > 0)
  }, [])
  const presently = useCallback(
    (known: AnnotationWithState) => savedRef.current.get(known.annotationId) ?? valueOf(known),
    [],
  )
  const put = useCallback(
    async (id: string | null, before: AnnotationValue | null, value: AnnotationValue): Promise<string | null> => {
      let saved: Annotation | null = null
      const isDone = await act(async () => {
        saved = await shell.call('saveAnnotation', projectId, id, value)
      })
      if (!isDone || saved === null) return null
      const { annotationId }: Annotation = saved
      savedRef.current.set(annotationId, value)
      setChanges([...changesRef.current, { id: annotationId, before }])
      return annotationId
    },
    [shell, act, projectId, setChanges],
  )
  const add = useCallback((value: AnnotationValue) => doInTurn(() => put(null, null, value)), [doInTurn, put])
  const amend = useCallback(
    (known: AnnotationWithState, change: Partial<AnnotationValue>): Promise<string | null> => {
      const id = known.annotationId
      setSaving((now) => ({ ...now, [id]: { ...now[id], ...change } }))
      return doInTurn(() => {
        const before = presently(known)
        return put(id, before, { ...before, ...change })
      })
    },
    [doInTurn, put, presently],
  )
  const remove = useCallback(
    (known: AnnotationWithState): Promise<boolean> =>
      doInTurn(async () => {
        const id = known.annotationId
        const before = presently(known)
        const isDone = await act(() => shell.call('removeAnnotation', projectId, id))
        if (isDone) setChanges([...changesRef.current, { id: null, before, was: id }])
        return isDone
      }),
    [doInTurn, presently, shell, act, projectId, setChanges],
  )
  const undo = useCallback(
    (): Promise<boolean> =>
      doInTurn(async () => {
        const last = changesRef.current.at(-1)
        if (last === undefined) return false
        let id = last.id
        const isDone = await act(async () => {
          if (last.before === null) await shell.call('removeAnnotation', projectId, last.id ?? '')
          else id = (await shell.call('saveAnnotation', projectId, last.id, last.before)).annotationId
        })
        if (!isDone) return false
        if (id !== null && last.before !== null) savedRef.current.set(id, last.before)
        const others = changesRef.current.slice(0, -1)
        setChanges(others.map((change) => (change.id !== null && change.id === last.was ? { ...change, id } : change)))
        return true
      }),
    [doInTurn, shell, act, projectId, setChanges],
  )
  return { add, amend, remove, undo, canUndo, saving }
}
