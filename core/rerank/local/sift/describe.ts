import type { Extremum } from './extrema.ts'
import type { Plane } from './pyramid.ts'

/** Length and direction of the gradient of every pixel. */
export interface Gradients {
  readonly width: number
  readonly height: number
  readonly magnitudes: Float32Array
  /** Radians in [0, 2π] */
  readonly angles: Float32Array
}

const TURN = 2 * Math.PI
const DIRECTION_BINS = 36
/** A second direction counts where it is at least this strong (Lowe 2004, section 5). */
const PEAK_SHARE = 0.8
const CELLS = 4
const BINS = 8
/** Side of a cell of the descriptor in units of the blur. */
const CELL_SIGMAS = 3
const CLIP = 0.2

/** Numbers of a descriptor. */
export const SIFT_D = CELLS * CELLS * BINS

export function gradientsOf({ width, height, data }: Plane): Gradients {
  const magnitudes = new Float32Array(width * height)
  const angles = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const dx = data[i + 1]! - data[i - 1]!
      const dy = data[i + width]! - data[i - width]!
      magnitudes[i] = Math.sqrt(dx * dx + dy * dy)
      const angle = Math.atan2(dy, dx)
      angles[i] = angle < 0 ? angle + TURN : angle
    }
  }
  return { width, height, magnitudes, angles }
}

/** The directions of a blob: peaks of the histogram of gradients around it, radians. */
export function directionsOf({ width, height, magnitudes, angles }: Gradients, blob: Extremum): readonly number[] {
  const sigma = 1.5 * blob.sigma
  const radius = Math.round(3 * sigma)
  const [cx, cy] = [Math.round(blob.x), Math.round(blob.y)]
  const raw = new Float64Array(DIRECTION_BINS)
  const byColumn = gaussian(cx - radius, cx + radius, cx, sigma)
  const byRow = gaussian(cy - radius, cy + radius, cy, sigma)
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
    for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
      const i = y * width + x
      const weight = byRow[y - cy + radius]! * byColumn[x - cx + radius]!
      raw[Math.round((angles[i]! / TURN) * DIRECTION_BINS) % DIRECTION_BINS]! += weight * magnitudes[i]!
    }
  }
  const at = (bins: Float64Array, i: number): number => bins[(i + 2 * DIRECTION_BINS) % DIRECTION_BINS]!
  const smooth = raw.map(
    (value, i) => (6 * value + 4 * (at(raw, i - 1) + at(raw, i + 1)) + at(raw, i - 2) + at(raw, i + 2)) / 16,
  )
  const least = PEAK_SHARE * Math.max(...smooth)
  const peaks: number[] = []
  smooth.forEach((value, i) => {
    const [before, after] = [at(smooth, i - 1), at(smooth, i + 1)]
    if (value < least || value <= before || value <= after) return
    const offset = (before - after) / (2 * (before - 2 * value + after))
    peaks.push((((i + offset + DIRECTION_BINS) % DIRECTION_BINS) / DIRECTION_BINS) * TURN)
  })
  return peaks
}

/**
 * Histograms of gradient directions in four by four cells, relative to the blob's own direction (Lowe 2004, section 6),
 * as RootSIFT: square roots of the L1-normalised numbers, whose inner product is the Hellinger kernel (Arandjelović and
 * Zisserman, CVPR 2012). @param out [128] set to length 1
 */
export function describe(
  { width, height, magnitudes, angles }: Gradients,
  blob: Extremum,
  direction: number,
  out: Float32Array,
): void {
  const cell = CELL_SIGMAS * blob.sigma
  const radius = Math.round((cell * Math.SQRT2 * (CELLS + 1)) / 2)
  const [cos, sin] = [Math.cos(direction) / cell, Math.sin(direction) / cell]
  const [cx, cy] = [Math.round(blob.x), Math.round(blob.y)]
  const [left, right] = [Math.max(1, cx - radius), Math.min(width - 2, cx + radius)]
  const byColumn = gaussian(left, right, blob.x, (CELLS / 2) * cell)
  const byRow = gaussian(cy - radius, cy + radius, blob.y, (CELLS / 2) * cell)
  const perRadian = BINS / TURN
  out.fill(0)
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
    const dy = y - blob.y
    const ofRow = byRow[y - cy + radius]!
    for (let x = left; x <= right; x++) {
      const dx = x - blob.x
      const column = dx * cos + dy * sin + CELLS / 2 - 0.5
      const row = dy * cos - dx * sin + CELLS / 2 - 0.5
      if (column <= -1 || column >= CELLS || row <= -1 || row >= CELLS) continue
      const i = y * width + x
      const turned = angles[i]! - direction
      add(
        out,
        row,
        column,
        (turned < 0 ? turned + TURN : turned) * perRadian,
        magnitudes[i]! * ofRow * byColumn[x - left]!,
      )
    }
  }
  finish(out)
}

/** exp(-(x - middle)² / 2σ²) for the integers x from `first` to `last`: a Gaussian of two dimensions is a product of two. */
function gaussian(first: number, last: number, middle: number, sigma: number): Float64Array {
  return Float64Array.from({ length: last - first + 1 }, (_, i) =>
    Math.exp(-((first + i - middle) ** 2) / (2 * sigma * sigma)),
  )
}

/** Shares a weight among the eight nearest bins, trilinearly. @param row, column in (-1, CELLS) @param bin in [0, BINS] */
function add(out: Float32Array, row: number, column: number, bin: number, weight: number): void {
  const r = Math.floor(row)
  const c = Math.floor(column)
  const b = Math.floor(bin)
  const lower = weight * (row - r)
  const first = b & (BINS - 1)
  const second = (b + 1) & (BINS - 1)
  if (r >= 0) addToRow(out, r * CELLS, c, column - c, first, second, bin - b, weight - lower)
  if (r + 1 < CELLS) addToRow(out, (r + 1) * CELLS, c, column - c, first, second, bin - b, lower)
}

function addToRow(
  out: Float32Array,
  row: number,
  c: number,
  ofNext: number,
  first: number,
  second: number,
  ofSecond: number,
  weight: number,
): void {
  const after = weight * ofNext
  const here = weight - after
  if (c >= 0) {
    const at = (row + c) * BINS
    out[at + first]! += here * (1 - ofSecond)
    out[at + second]! += here * ofSecond
  }
  if (c + 1 < CELLS) {
    const at = (row + c + 1) * BINS
    out[at + first]! += after * (1 - ofSecond)
    out[at + second]! += after * ofSecond
  }
}

function finish(out: Float32Array): void {
  let squares = 0
  for (const value of out) squares += value * value
  const length = Math.sqrt(squares) || 1
  let total = 0
  for (let i = 0; i < out.length; i++) total += out[i] = Math.min(CLIP, out[i]! / length)
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i]! / (total || 1))
}
