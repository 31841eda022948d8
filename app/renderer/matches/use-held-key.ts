import { useEffect } from 'react'

/** Whether a key is down, wherever the focus is but in a text; also told when the window is left with it down. */
export function useHeldKey(key: string, onHeld: (isHeld: boolean) => void): void {
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    const isIt = (event: KeyboardEvent) => event.key.toLowerCase() === key
    addEventListener(
      'keydown',
      (event) => {
        const isWriting = event.target instanceof Element && event.target.closest('input, textarea, select') !== null
        if (isIt(event) && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey) onHeld(true)
      },
      { signal },
    )
    addEventListener('keyup', (event) => isIt(event) && onHeld(false), { signal })
    addEventListener('blur', () => onHeld(false), { signal })
    return () => ended.abort()
  }, [key, onHeld])
}
