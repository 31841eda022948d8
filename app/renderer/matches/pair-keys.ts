import type { KeyboardEvent } from 'react'
import type { PairView } from './pair-view.ts'

const ZOOM_STEP = 1.4
const PAN_STEP_PX = 80
/** What has its own use for the same keys. */
const OWN_KEYS =
  'input, textarea, select, [role=slider], [role=menu], [role=listbox], [role=radiogroup], [role=tablist]'

/**
 * Keys of two pictures beside each other, for whatever part of a screen they are to work in. Arrows are left to others
 * while all of both is in sight.
 * @param count how many matches are drawn
 */
export function pairKeys(view: PairView, count: number): (event: KeyboardEvent) => void {
  const byKey: Readonly<Record<string, () => void>> = {
    '+': () => view.zoomBy(ZOOM_STEP),
    '=': () => view.zoomBy(ZOOM_STEP),
    '-': () => view.zoomBy(1 / ZOOM_STEP),
    '0': () => view.fit(),
    ',': () => view.step(-1, count),
    '.': () => view.step(1, count),
  }
  const arrows: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.panBy(PAN_STEP_PX, 0),
    ArrowRight: () => view.panBy(-PAN_STEP_PX, 0),
    ArrowUp: () => view.panBy(0, PAN_STEP_PX),
    ArrowDown: () => view.panBy(0, -PAN_STEP_PX),
  }
  return (event) => {
    const { key, ctrlKey, metaKey, altKey, target, defaultPrevented } = event
    if (ctrlKey || metaKey || altKey || defaultPrevented) return
    if (target instanceof Element && target.closest(OWN_KEYS) !== null) return
    const action = byKey[key] ?? (view.isLarger() ? arrows[key] : undefined)
    if (action === undefined) return
    event.preventDefault()
    action()
  }
}
