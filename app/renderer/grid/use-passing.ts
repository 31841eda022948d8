import { type RefObject, useEffect, useState } from 'react'

/** Screens a second beyond which a photo is gone before it could be seen. */
const FAST = 4
const SETTLE_MS = 150
/** A busy machine's frames may be this far apart. */
const SLOW_FRAME_MS = 150

/** Whether the scroller moves too fast for pictures to be worth loading. */
export function usePassing(scroller: RefObject<HTMLElement | null>): boolean {
  const [isPassing, setPassing] = useState(false)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    let top = element.scrollTop
    let at = performance.now()
    let timer = 0
    const onScroll = () => {
      const now = performance.now()
      const elapsed = Math.max(8, now - at)
      const screens = Math.abs(element.scrollTop - top) / Math.max(1, element.clientHeight)
      top = element.scrollTop
      at = now
      // One jump (a key, the scrubber let go) is no fast scrolling: only what goes on counts.
      setPassing(elapsed < SLOW_FRAME_MS && screens / (elapsed / 1000) > FAST)
      window.clearTimeout(timer)
      timer = window.setTimeout(() => setPassing(false), SETTLE_MS)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      window.clearTimeout(timer)
    }
  }, [scroller])
  return isPassing
}
