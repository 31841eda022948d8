import { SCALES, SIGMA, type Octave } from './pyramid.ts'

/** A blob, in the pixels of its octave. */
export interface Extremum {
  readonly octave: number
  /** The level of the Gaussian pyramid nearest in scale. */
  readonly level: number
  readonly x: number
  readonly y: number
  /** Blur at which it is strongest, in the pixels of its octave. */
  readonly sigma: number
  /** |difference of Gaussians| there */
  readonly response: number
}

/** Pixels near an edge are not looked at. */
const BORDER = 5
const MAX_STEPS = 5
/** Largest ratio of the principal curvatures: what lies on an edge is not a place (Lowe 2004, section 4.1). */
const EDGE_RATIO = 10

/** Local extrema of the differences in place and scale, refined by a quadratic (Lowe 2004, section 4). */
export function findExtrema(octaves: readonly Octave[], threshold: number): readonly Extremum[] {
  const found: Extremum[] = []
  octaves.forEach(({ differences }, octave) => {
    const { width, height } = differences[0]!
    for (let level = 1; level <= SCALES; level++) {
      const { data } = differences[level]!
      for (let y = BORDER; y < height - BORDER; y++) {
        for (let x = BORDER; x < width - BORDER; x++) {
          const value = data[y * width + x]!
          if (Math.abs(value) < threshold / 2 || !isExtremum(octaves[octave]!, level, x, y, value)) continue
          const refined = refine(octaves[octave]!, level, x, y, threshold)
          if (refined !== null) found.push({ ...refined, octave })
        }
      }
    }
  })
  return found
}

function isExtremum({ differences }: Octave, level: number, x: number, y: number, value: number): boolean {
  const { width } = differences[level]!
  for (let s = level - 1; s <= level + 1; s++) {
    const { data } = differences[s]!
    for (let v = y - 1; v <= y + 1; v++) {
      for (let u = x - 1; u <= x + 1; u++) {
        const other = data[v * width + u]!
        if (value > 0 ? other > value : other < value) return false
      }
    }
  }
  return true
}

function refine(
  { differences }: Octave,
  startLevel: number,
  startX: number,
  startY: number,
  threshold: number,
): Omit<Extremum, 'octave'> | null {
  let [level, x, y] = [startLevel, startX, startY]
  const { width, height } = differences[0]!
  for (let step = 0; step < MAX_STEPS; step++) {
    const at = (s: number, v: number, u: number): number => differences[level + s]!.data[(y + v) * width + x + u]!
    const value = at(0, 0, 0)
    const g = [
      (at(0, 0, 1) - at(0, 0, -1)) / 2,
      (at(0, 1, 0) - at(0, -1, 0)) / 2,
      (at(1, 0, 0) - at(-1, 0, 0)) / 2,
    ] as const
    const xx = at(0, 0, 1) + at(0, 0, -1) - 2 * value
    const yy = at(0, 1, 0) + at(0, -1, 0) - 2 * value
    const ss = at(1, 0, 0) + at(-1, 0, 0) - 2 * value
    const xy = (at(0, 1, 1) - at(0, 1, -1) - at(0, -1, 1) + at(0, -1, -1)) / 4
    const xs = (at(1, 0, 1) - at(1, 0, -1) - at(-1, 0, 1) + at(-1, 0, -1)) / 4
    const ys = (at(1, 1, 0) - at(1, -1, 0) - at(-1, 1, 0) + at(-1, -1, 0)) / 4
    const offset = solve(xx, yy, ss, xy, xs, ys, g)
    if (offset === null) return null
    const [dx, dy, ds] = offset
    if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(ds)) <= 0.5) {
      const response = Math.abs(value + (g[0] * dx + g[1] * dy + g[2] * ds) / 2)
      const determinant = xx * yy - xy * xy
      const isOnEdge = determinant <= 0 || (xx + yy) ** 2 * EDGE_RATIO >= (EDGE_RATIO + 1) ** 2 * determinant
      if (response < threshold || isOnEdge) return null
      return { level, x: x + dx, y: y + dy, sigma: SIGMA * 2 ** ((level + ds) / SCALES), response }
    }
    x += Math.round(dx)
    y += Math.round(dy)
    level += Math.round(ds)
    const isInside = x >= BORDER && x < width - BORDER && y >= BORDER && y < height - BORDER
    if (!isInside || level < 1 || level > SCALES) return null
  }
  return null
}

/** -H⁻¹ g by Cramer's rule; null: singular, or far away. */
function solve(
  xx: number,
  yy: number,
  ss: number,
  xy: number,
  xs: number,
  ys: number,
  [gx, gy, gs]: readonly [number, number, number],
): readonly [number, number, number] | null {
  const a = yy * ss - ys * ys
  const b = xs * ys - xy * ss
  const c = xy * ys - xs * yy
  const determinant = xx * a + xy * b + xs * c
  const dx = -(a * gx + b * gy + c * gs) / determinant
  const dy = -(b * gx + (xx * ss - xs * xs) * gy + (xy * xs - xx * ys) * gs) / determinant
  const ds = -(c * gx + (xy * xs - xx * ys) * gy + (xx * yy - xy * xy) * gs) / determinant
  return [dx, dy, ds].every((value) => Math.abs(value) < 1e3) ? [dx, dy, ds] : null
}
