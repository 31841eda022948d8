import { type RefObject, useEffect, useState } from 'react'
import type { Size } from './zoom.ts'

/** Size taken before the stage has been laid out. */
const UNKNOWN: Size = { width: 1, height: 1 }

/**
 * Size of an element's inside in CSS px, followed as it changes.
 * @param turn another value than before: the element may be another one
 */
export function useStageSize(stageRef: RefObject<HTMLElement | null>, turn: unknown): Size {
  const [size, setSize] = useState(UNKNOWN)
  useEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    const observer = new ResizeObserver(() => setSize({ width: stage.clientWidth, height: stage.clientHeight }))
    observer.observe(stage)
    return () => observer.disconnect()
  }, [stageRef, turn])
  return size
}
