import type { Size } from '../zoom/zoom.ts'

/** How px of the picture that is mapped, and px of the other, are shown: CSS px a px, and where the other begins. */
export interface Display {
  readonly fromScale: number
  readonly toScale: number
  readonly toX: number
  readonly toY: number
}

/** A 3 × 3 matrix, row by row. */
export type Nine = [number, number, number, number, number, number, number, number, number]

/**
 * The CSS transform, about the left top corner, that lays a picture shown at `fromScale` on another by a homography.
 * With S(s) scaling by s and T moving, it is T(toX, toY) · S(toScale) · H · S(1 / fromScale), as a 4 × 4 matrix that
 * leaves z alone.
 * @param homography nine numbers, row by row, in px of both upright pictures @param size of the mapped picture, in px
 * @returns 16 numbers column by column, as `matrix3d()` takes them; null where no such picture can be drawn
 */
export function alignedMatrix(homography: readonly number[], size: Size, display: Display): readonly number[] | null {
  if (homography.length !== 9 || !homography.every(Number.isFinite)) return null
  const { fromScale, toScale, toX, toY } = display
  const [a, b, c, d, e, f, g, h, i] = homography as Nine
  // A homography is the same times any number; CSS hides what has w < 0, and so must not see a negative multiple.
  const w = (g * size.width) / 2 + (h * size.height) / 2 + i
  if (w === 0) return null
  const columns = [
    [a, d, g].map((value) => value / fromScale / w),
    [b, e, h].map((value) => value / fromScale / w),
    [c, f, i].map((value) => value / w),
  ] as const
  const [first, second, last] = columns.map(([x = 0, y = 0, z = 0]) => [
    toScale * x + toX * z,
    toScale * y + toY * z,
    0,
    z,
  ]) as [number[], number[], number[]]
  const matrix = [...first, ...second, 0, 0, 1, 0, ...last]
  return matrix.every(Number.isFinite) ? matrix : null
}
