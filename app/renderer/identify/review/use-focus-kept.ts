import { type RefObject, useEffect } from 'react'

/** What had the focus may be gone, or disabled now: then the screen has it, lest the keys fall on deaf ears. */
export function useFocusKept(rootRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = rootRef.current
    const active = document.activeElement
    if (root === null || document.querySelector('[role=dialog]') !== null) return
    if (active === null || active === document.body || (active instanceof HTMLButtonElement && active.disabled))
      root.focus({ preventScroll: true })
  })
}
