import { useEffect, useRef } from 'react'

interface ClickQueue<Click> {
  readonly click: (click: Click) => void
  /** @returns whether one still waited, and now is not done */
  readonly dropLast: () => boolean
}

/**
 * Clicks of a fast hand: each is done once what the one before it asked for is there, as what it means depends on that.
 *
 * @param of what the clicks are on: those on another wait no longer
 * @param act @returns whether anything comes of the click, and thus another render
 */
export function useClickQueue<Click>(of: string, isBusy: boolean, act: (click: Click) => boolean): ClickQueue<Click> {
  const waitingRef = useRef<Click[]>([])
  useEffect(() => {
    waitingRef.current = []
  }, [of])
  useEffect(() => {
    if (isBusy) return
    while (waitingRef.current.length > 0) if (act(waitingRef.current.shift()!)) return
  })
  return {
    click: (click) => {
      if (isBusy || waitingRef.current.length > 0) waitingRef.current.push(click)
      else act(click)
    },
    dropLast: () => waitingRef.current.pop() !== undefined,
  }
}
