import { useEffect, useRef } from 'react'
import { usePhotoList } from './photo-list.ts'

const LIBRARY = '/'

export interface ScreenBelow {
  /** The screen itself, or the one that a photo was opened over, which stays as it was. */
  readonly location: string
  readonly isCovered: boolean
}

/** A photo opens over a screen; when it is closed, that screen is where it was, and so is the focus. */
export function useScreenBelow(location: string): ScreenBelow {
  const isCovered = location.startsWith('/photo/')
  const { cameFrom, setCameFrom } = usePhotoList()
  const focused = useRef<Element | null>(null)
  const wasCovered = useRef(isCovered)
  useEffect(() => {
    if (!isCovered) setCameFrom(location)
    if (wasCovered.current && !isCovered && document.activeElement === document.body) {
      const back = focused.current
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true })
      else document.getElementById('content')?.focus()
    }
    wasCovered.current = isCovered
  }, [isCovered, location, setCameFrom])
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.closest('[data-screen]') !== null)
        focused.current = event.target
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [])
  return { location: isCovered ? (cameFrom ?? LIBRARY) : location, isCovered }
}
