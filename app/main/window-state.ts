import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'
import { z } from 'zod'

export interface WindowState {
  readonly bounds: Rectangle
  readonly isMaximized: boolean
}

export const SMALLEST = { width: 800, height: 600 } as const
const FIRST = { width: 1360, height: 880 } as const
/** A window is reachable when this much of its top edge is on a screen. */
const REACHABLE_PX = 100

const pixels = z.int().min(-100_000).max(100_000)
const STATE = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels, height: pixels }),
  isMaximized: z.boolean(),
})

/**
 * The window as it was left, moved back where a person can reach it; a file that is missing or spoilt is as none.
 * @param workAreas of the screens there are now, the first the main one
 */
export function readWindowState(file: string, workAreas: readonly Rectangle[]): WindowState {
  const main = workAreas[0] ?? { x: 0, y: 0, ...FIRST }
  const width = Math.min(FIRST.width, main.width)
  const height = Math.min(FIRST.height, main.height)
  const fallback: WindowState = {
    bounds: {
      x: Math.round(main.x + (main.width - width) / 2),
      y: Math.round(main.y + (main.height - height) / 2),
      width,
      height,
    },
    isMaximized: false,
  }
  const parsed = STATE.safeParse(readJson(file))
  if (!parsed.success) return fallback
  const { bounds, isMaximized } = parsed.data
  const sized = {
    ...bounds,
    width: Math.max(bounds.width, SMALLEST.width),
    height: Math.max(bounds.height, SMALLEST.height),
  }
  return workAreas.some((area) => isReachable(sized, area))
    ? { bounds: sized, isMaximized }
    : { ...fallback, isMaximized }
}

export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.new`
  writeFileSync(draft, JSON.stringify(state))
  renameSync(draft, file)
}

function isReachable({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const shared = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return shared >= REACHABLE_PX && y >= area.y && y <= area.y + area.height - REACHABLE_PX
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
