import { type KeyboardEvent, type RefObject, useEffect } from 'react'

/** What the keys zoom and pan: the photo, or it and a picture beside it. */
interface Steered {
  zoomBy(factor: number): void
  panBy(dx: number, dy: number): void
  fit(): void
  oneToOne(): void
  /** A part of the photo is out of sight. */
  isLarger(): boolean
}

interface Actions {
  readonly steered: Steered
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
  const { steered, goPrevious, goNext, toggleDetails, toggleEvidence, drawRegion, close } = actions
  const panOr = (dx: number, dy: number, otherwise: () => void) =>
    steered.isLarger() ? steered.panBy(dx, dy) : otherwise()
  const none = () => undefined
  const byKey: Readonly<Record<string, () => void>> = {
    '+': () => steered.zoomBy(ZOOM_STEP),
    '=': () => steered.zoomBy(ZOOM_STEP),
    '-': () => steered.zoomBy(1 / ZOOM_STEP),
    '0': () => steered.fit(),
    '1': () => steered.oneToOne(),
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
