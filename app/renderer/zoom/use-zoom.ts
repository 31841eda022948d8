import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStageGestures } from './use-stage-gestures.ts'
import { useStageSize } from './use-stage-size.ts'
import type { ZoomLink, ZoomMember } from './zoom-link.ts'
import {
  type Box,
  type Change,
  type Size,
  type Sizes,
  type View,
  boxView,
  fitView,
  isFit,
  isInSight,
  isLarger,
  lookAt,
  oneToOne,
  pan,
  zoomedBy,
} from './zoom.ts'

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
  /** Brings a point, in px of the photo, into sight where it is not; linked stages stay. The same function throughout. */
  readonly showPoint: (x: number, y: number) => void
}

interface Options {
  /** What is in the stage; another name is another photo, which is shown from its beginning. */
  readonly name: string
  /** Upright, in px. */
  readonly photo: Size
  /** false while the pointer draws a region, or there is no stage */
  readonly enabled?: boolean
  /** What is shown at first, in px of the photo; null: all of it. */
  readonly home?: Box | null
  /** Moves other stages along; null: none. */
  readonly link?: ZoomLink | null
}

/** Zooming and panning a photo in a stage by wheel, trackpad pinch, fingers, drag and double click. */
export function useZoom(
  stageRef: RefObject<HTMLElement | null>,
  { name, photo, enabled = true, home = null, link = null }: Options,
): Zoom {
  const stage = useStageSize(stageRef, enabled)
  const sizes: Sizes = { stage, photo, pixelRatio: window.devicePixelRatio }
  // null: as at first, also when the window changes its size.
  const [state, setState] = useState<{ readonly name: string; readonly view: View | null }>({ name, view: null })
  if (state.name !== name) setState({ name, view: null })
  const chosen = state.name === name ? state.view : null
  const first = home === null ? fitView(sizes) : boxView(home, sizes)
  const view = chosen === null ? first : pan(chosen, 0, 0, sizes)
  const latest = useRef({ name, view, sizes, home })
  useEffect(() => {
    latest.current = { name, view, sizes, home }
  })

  const member = useMemo((): ZoomMember => {
    const set = (to: View | null) => setState({ name: latest.current.name, view: to })
    return {
      change: (next) => {
        const { view: from, sizes: now } = latest.current
        const to = next(from, now)
        latest.current = { ...latest.current, view: to }
        set(latest.current.home === null && isFit(to, now) ? null : to)
      },
      showFirst: () => {
        const { view: from, sizes: now, home: box } = latest.current
        const isThere = box !== null && isSame(from, boxView(box, now))
        set(isThere ? fitView(now) : null)
      },
      isLarger: () => isLarger(latest.current.view, latest.current.sizes),
    }
  }, [setState])
  useEffect(() => link?.join(member), [link, member])

  const change = useCallback(
    (next: Change) => (link === null ? member.change(next) : link.change(member, next)),
    [link, member],
  )
  const showPoint = useCallback(
    (x: number, y: number) =>
      member.change((from, now) => (isInSight(from, x, y, now) ? from : lookAt(from, x, y, now))),
    [member],
  )
  useStageGestures(stageRef, change, enabled)
  return {
    view,
    sizes,
    isFit: chosen === null,
    isLarger: isLarger(view, sizes),
    zoomBy: (factor) => change(zoomedBy(factor)),
    fit: () => member.showFirst(),
    oneToOne: () => change(oneToOne),
    panBy: (dx, dy) => change((from, now) => pan(from, dx, dy, now)),
    showPoint,
  }
}

function isSame(a: View, b: View): boolean {
  return Math.abs(a.scale / b.scale - 1) < 0.001 && Math.hypot(a.x - b.x, a.y - b.y) < 1
}
