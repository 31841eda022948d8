import type { Pixels } from '../../types.ts'

/** Exif 2.32, tag 274: which edge of the scene row 0 and column 0 show. 1: stored upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export function isOrientation(value: unknown): value is Orientation {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8
}

/** Whether width and height change places. */
export function turnsSides(orientation: Orientation): boolean {
  return orientation >= 5
}

/** A rectangle in whole pixels. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Where the stored pixel behind an upright one lies: x' = a x + b y + c, y' = d x + e y + f. */
interface Mapping {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

/** @param width @param height of the stored picture */
function uprightToStored(orientation: Orientation, width: number, height: number): Mapping {
  const right = width - 1
  const bottom = height - 1
  switch (orientation) {
    case 1:
      return { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }
    case 2:
      return { a: -1, b: 0, c: right, d: 0, e: 1, f: 0 }
    case 3:
      return { a: -1, b: 0, c: right, d: 0, e: -1, f: bottom }
    case 4:
      return { a: 1, b: 0, c: 0, d: 0, e: -1, f: bottom }
    case 5:
      return { a: 0, b: 1, c: 0, d: 1, e: 0, f: 0 }
    case 6:
      return { a: 0, b: 1, c: 0, d: -1, e: 0, f: bottom }
    case 7:
      return { a: 0, b: -1, c: right, d: -1, e: 0, f: bottom }
    case 8:
      return { a: 0, b: -1, c: right, d: 1, e: 0, f: 0 }
  }
}

/** The stored rectangle that an upright one shows. @param width @param height of the stored picture */
export function toStoredArea(area: Area, orientation: Orientation, width: number, height: number): Area {
  const map = uprightToStored(orientation, width, height)
  const x = (px: number, py: number) => map.a * px + map.b * py + map.c
  const y = (px: number, py: number) => map.d * px + map.e * py + map.f
  const [x0, y0] = [area.left, area.top]
  const [x1, y1] = [area.left + area.width - 1, area.top + area.height - 1]
  const left = Math.min(x(x0, y0), x(x1, y1))
  const top = Math.min(y(x0, y0), y(x1, y1))
  const [w, h] = turnsSides(orientation) ? [area.height, area.width] : [area.width, area.height]
  return { left, top, width: w, height: h }
}

/** Turns a small picture upright. Large ones are scaled first, so this is not worth a call into libvips. */
export function makeUpright(stored: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return stored
  const [width, height] = turnsSides(orientation) ? [stored.height, stored.width] : [stored.width, stored.height]
  const { a, b, c, d, e, f } = uprightToStored(orientation, stored.width, stored.height)
  const stepX = 3 * (d * stored.width + a)
  const stepY = 3 * (e * stored.width + b)
  const data = new Uint8Array(width * height * 3)
  const from = stored.data
  for (let y = 0, to = 0; y < height; y++) {
    let at = 3 * (f * stored.width + c) + y * stepY
    for (let x = 0; x < width; x++, at += stepX, to += 3) {
      data[to] = from[at] ?? 0
      data[to + 1] = from[at + 1] ?? 0
      data[to + 2] = from[at + 2] ?? 0
    }
  }
  return { width, height, data }
}
