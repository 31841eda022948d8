import { useEffect, useState } from 'react'
import { isForReview } from './review-keys.ts'

/** Whether Space is down and meant for the review; let go of when the window is left. */
export function useHeldSpace(): boolean {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    addEventListener(
      'keydown',
      (event) => {
        if (event.key === ' ' && !event.repeat && isForReview(event.target, ' ')) setHeld(true)
      },
      { signal },
    )
    addEventListener('keyup', (event) => event.key === ' ' && setHeld(false), { signal })
    addEventListener('blur', () => setHeld(false), { signal })
    return () => ended.abort()
  }, [])
  return isHeld
}
