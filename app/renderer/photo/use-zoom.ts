import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { type Size, type Sizes, type View, fitScale, fitView, isFit, isLarger, pan, zoomTo } from './zoom.ts'

export interface Zoom {
  readonly view: View
  readonly sizes: Sizes
  readonly isFit: boolean
  /** A part of the photo is out of sight. */
  readonly isLarger: boolean
  /** @param factor of the present scale, around the middle of the stage */
  readonly zoomBy: (factor: number) => void
  readonly fit: () => void
  /** One pixel of the photo on one pixel of the screen. */
  readonly oneToOne: () => void
  readonly panBy: (dx: number, dy: number) => void
}

/** Size taken before the stage has been laid out. */
const UNKNOWN: Size = { width: 1, height: 1 }
const WHEEL_STEP = 0.0016

/**
 * Zooming and panning a photo in a stage by wheel, trackpad pinch, fingers, drag and double click.
 * @param enabled false while the pointer draws a region
 */
export function useZoom(stageRef: RefObject<HTMLElement | null>, photo: Size, enabled: boolean): Zoom {
  const stage = useStageSize(stageRef)
  const sizes: Sizes = { stage, photo, pixelRatio: window.devicePixelRatio }
  // null: fitted, also when the window changes its size.
  const [chosen, setChosen] = useState<View | null>(null)
  const current = chosen ?? fitView(sizes)
  const view = chosen === null ? current : pan(chosen, 0, 0, sizes)
  const latest = useRef({ view, sizes })
  useEffect(() => {
    latest.current = { view, sizes }
  })

  const change = useCallback(
    (next: (view: View, sizes: Sizes) => View) => {
      const { view: from, sizes: now } = latest.current
      const to = next(from, now)
      latest.current = { view: to, sizes: now }
      setChosen(isFit(to, now) ? null : to)
    },
    [setChosen],
  )

  useStageGestures(stageRef, change, enabled)
  const middle = useCallback(
    (scale: (view: View, sizes: Sizes) => number) =>
      change((from, now) => zoomTo(from, scale(from, now), now.stage.width / 2, now.stage.height / 2, now)),
    [change],
  )
  return {
    view,
    sizes,
    isFit: chosen === null,
    isLarger: isLarger(view, sizes),
    zoomBy: (factor) => middle((from) => from.scale * factor),
    fit: () => setChosen(null),
    oneToOne: () => middle((_, now) => 1 / now.pixelRatio),
    panBy: (dx, dy) => change((from, now) => pan(from, dx, dy, now)),
  }
}

function useStageSize(stageRef: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(UNKNOWN)
  useEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    const observer = new ResizeObserver(() => setSize({ width: stage.clientWidth, height: stage.clientHeight }))
    observer.observe(stage)
    return () => observer.disconnect()
  }, [stageRef])
  return size
}

type Change = (next: (view: View, sizes: Sizes) => View) => void

function useStageGestures(stageRef: RefObject<HTMLElement | null>, change: Change, enabled: boolean): void {
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
