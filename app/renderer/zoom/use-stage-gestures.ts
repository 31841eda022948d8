import { type RefObject, useEffect } from 'react'
import { type Change, fitScale, fitView, isFit, pan, zoomTo } from './zoom.ts'

const WHEEL_STEP = 0.0016

/** Wheel, trackpad pinch, fingers, drag and double click on a stage, as changes of its view. */
export function useStageGestures(
  stageRef: RefObject<HTMLElement | null>,
  change: (next: Change) => void,
  enabled: boolean,
): void {
  useEffect(() => {
    const stage = stageRef.current
    if (stage === null || !enabled) return
    const ended = new AbortController()
    const { signal } = ended
    const fingers = new Map<number, { x: number; y: number }>()
    const at = (event: MouseEvent) => {
      const box = stage.getBoundingClientRect()
      return { x: event.clientX - box.left, y: event.clientY - box.top }
    }
    // React listens to wheels passively, so that the page would scroll or zoom as well.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { x, y } = at(event)
      // A pinch on a trackpad arrives as a wheel with ctrl, in much smaller steps.
      const step = event.ctrlKey ? WHEEL_STEP * 6 : WHEEL_STEP
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      change((view, sizes) => zoomTo(view, view.scale * Math.exp(-event.deltaY * lines * step), x, y, sizes))
    }
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('button, a, input') !== null) return
      stage.setPointerCapture(event.pointerId)
      fingers.set(event.pointerId, at(event))
    }
    const onMove = (event: PointerEvent) => {
      const from = fingers.get(event.pointerId)
      if (from === undefined) return
      const to = at(event)
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      fingers.set(event.pointerId, to)
      change((view, sizes) => {
        if (other === undefined) return pan(view, to.x - from.x, to.y - from.y, sizes)
        const spread = (finger: { x: number; y: number }) => Math.hypot(finger.x - other.x, finger.y - other.y) || 1
        const factor = spread(to) / spread(from)
        return zoomTo(view, view.scale * factor, (to.x + other.x) / 2, (to.y + other.y) / 2, sizes)
      })
    }
    const onUp = (event: PointerEvent) => void fingers.delete(event.pointerId)
    const onDoubleClick = (event: MouseEvent) => {
      const { x, y } = at(event)
      change((view, sizes) =>
        isFit(view, sizes)
          ? // A photo that is small enough to be fitted at 1:1 is doubled, so that the gesture always answers.
            zoomTo(view, Math.max(1 / sizes.pixelRatio, fitScale(sizes) * 2), x, y, sizes)
          : fitView(sizes),
      )
    }
    stage.addEventListener('wheel', onWheel, { passive: false, signal })
    stage.addEventListener('pointerdown', onDown, { signal })
    stage.addEventListener('pointermove', onMove, { signal })
    stage.addEventListener('pointerup', onUp, { signal })
    stage.addEventListener('pointercancel', onUp, { signal })
    stage.addEventListener('dblclick', onDoubleClick, { signal })
    return () => ended.abort()
  }, [stageRef, change, enabled])
}
