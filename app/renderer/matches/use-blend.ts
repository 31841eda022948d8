import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useState } from 'react'

export const BLEND_MODES = ['fade', 'blink'] as const
export type BlendMode = (typeof BLEND_MODES)[number]

/** How two aligned pictures are shown over each other: by degrees, or one after the other. */
export interface Blend {
  readonly mode: BlendMode
  readonly setMode: (mode: BlendMode) => void
  /** How much of the query's picture the slider asks for, 0 … 1. */
  readonly wanted: number
  readonly setWanted: (wanted: number) => void
  /** How much of the query's picture is to be seen now, 0 … 1: for `AlignedBlend`. */
  readonly amount: number
  /** While held, the picture that is less to be seen is seen alone. */
  readonly hold: (isHeld: boolean) => void
  /** Whether it blinks by itself; not for who asked the system for less motion. */
  readonly isBlinking: boolean
}

/** Below the three flashes a second that may harm, by far. */
const BLINK_MS = 800

export function useBlend(): Blend {
  const isStill = useReducedMotion()
  const [mode, setMode] = useState<BlendMode>('fade')
  const [wanted, setWanted] = useState(0.5)
  const [isQuery, setIsQuery] = useState(false)
  const [isHeld, hold] = useState(false)
  const isBlinking = mode === 'blink' && !isStill && !isHeld
  useEffect(() => {
    if (!isBlinking) return
    const timer = setInterval(() => setIsQuery((now) => !now), BLINK_MS)
    return () => clearInterval(timer)
  }, [isBlinking])
  const base = mode === 'fade' ? wanted : Number(isQuery)
  const amount = isHeld ? Number(base < 0.5) : base
  return { mode, setMode, wanted, setWanted, amount, hold, isBlinking }
}
