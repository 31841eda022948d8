import type { RegionValue } from '../../../core/api.ts'

/** A region smaller than this on a side shows an encoder next to nothing. */
const LEAST = 0.04

interface Point {
  readonly x: number
  readonly y: number
}

/** The region between two corners, in any order, kept within the photo. */
export function between(a: Point, b: Point): RegionValue {
  const [left, right] = [clamp(Math.min(a.x, b.x)), clamp(Math.max(a.x, b.x))]
  const [top, bottom] = [clamp(Math.min(a.y, b.y)), clamp(Math.max(a.y, b.y))]
  return kept({ x: left, y: top, width: right - left, height: bottom - top })
}

/** How far one press of an arrow key goes. */
const STEP = 0.02
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
}

/** The region after an arrow key, which moves it, or with Shift sizes it; null for another key. */
export function afterArrow(region: RegionValue, key: string, isShift: boolean): RegionValue | null {
  const arrow = ARROWS[key]
  return arrow === undefined ? null : (isShift ? resized : moved)(region, ...arrow)
}

/** Where a pointer is on an element, in fractions of its size. */
export function pointWithin(
  pointer: { readonly clientX: number; readonly clientY: number },
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Point {
  return { x: (pointer.clientX - box.left) / box.width, y: (pointer.clientY - box.top) / box.height }
}

export function moved(region: RegionValue, dx: number, dy: number): RegionValue {
  return kept({ ...region, x: region.x + dx, y: region.y + dy })
}

/** The top left corner stays. */
export function resized(region: RegionValue, dx: number, dy: number): RegionValue {
  const width = Math.min(region.width + dx, 1 - region.x)
  const height = Math.min(region.height + dy, 1 - region.y)
  return kept({ ...region, width, height })
}

/** At least the least size, within the photo, in ten-thousandths: short in an address. */
function kept({ x, y, width, height }: RegionValue): RegionValue {
  const w = Math.min(1, Math.max(LEAST, round(width)))
  const h = Math.min(1, Math.max(LEAST, round(height)))
  return { x: round(Math.min(Math.max(0, x), 1 - w)), y: round(Math.min(Math.max(0, y), 1 - h)), width: w, height: h }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
