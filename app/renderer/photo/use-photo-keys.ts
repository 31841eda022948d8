import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import type { Zoom } from '../zoom/use-zoom.ts'

interface Actions {
  readonly zoom: Zoom
  readonly goPrevious: () => void
  readonly goNext: () => void
  readonly toggleDetails: () => void
  readonly toggleEvidence: () => void
  readonly drawRegion: () => void
  readonly close: () => void
}

const ZOOM_STEP = 1.4
const PAN_STEP_PX = 80
/** What has its own use for the same keys. */
const OWN_KEYS =
  'input, textarea, select, [role=slider], [role=menu], [role=dialog], [role=listbox], [role=radiogroup], [role=tablist]'

/** Keys of the photo view, wherever the focus is in it. Arrows pan a photo that is zoomed, else go through the list. */
export function usePhotoKeys(rootRef: RefObject<HTMLElement | null>, actions: Actions): (event: KeyboardEvent) => void {
  const { zoom, goPrevious, goNext, toggleDetails, toggleEvidence, drawRegion, close } = actions
  const panOr = (dx: number, dy: number, otherwise: () => void) => (zoom.isLarger ? zoom.panBy(dx, dy) : otherwise())
  const none = () => undefined
  const byKey: Readonly<Record<string, () => void>> = {
    '+': () => zoom.zoomBy(ZOOM_STEP),
    '=': () => zoom.zoomBy(ZOOM_STEP),
    '-': () => zoom.zoomBy(1 / ZOOM_STEP),
    '0': zoom.fit,
    '1': zoom.oneToOne,
    ArrowLeft: () => panOr(PAN_STEP_PX, 0, goPrevious),
    ArrowRight: () => panOr(-PAN_STEP_PX, 0, goNext),
    ArrowUp: () => panOr(0, PAN_STEP_PX, none),
    ArrowDown: () => panOr(0, -PAN_STEP_PX, none),
    PageUp: goPrevious,
    PageDown: goNext,
    i: toggleDetails,
    e: toggleEvidence,
    r: drawRegion,
    Escape: close,
  }
  useFocusKept(rootRef)
  return (event) => {
    const { ctrlKey, metaKey, altKey, key, target } = event
    if (ctrlKey || metaKey || altKey || event.defaultPrevented) return
    if (target instanceof Element && target.closest(OWN_KEYS) !== null && key !== 'Escape') return
    const action = byKey[key]
    if (action === undefined) return
    event.preventDefault()
    action()
  }
}

/** What had the focus may be gone, or disabled now: then the view has it, lest the keys fall on deaf ears. */
function useFocusKept(rootRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = rootRef.current
    if (root !== null && (document.activeElement === null || document.activeElement === document.body)) root.focus()
  })
}
