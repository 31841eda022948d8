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
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
    for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
      const i = y * width + x
      const weight = Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * sigma * sigma))
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
  out.fill(0)
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
    for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
      const [dx, dy] = [x - blob.x, y - blob.y]
      const u = dx * cos + dy * sin
      const v = dy * cos - dx * sin
      const column = u + CELLS / 2 - 0.5
      const row = v + CELLS / 2 - 0.5
      if (column <= -1 || column >= CELLS || row <= -1 || row >= CELLS) continue
      const i = y * width + x
      const weight = magnitudes[i]! * Math.exp(-(u * u + v * v) / (CELLS * CELLS * 0.5))
      const turned = angles[i]! - direction
      add(out, row, column, ((turned < 0 ? turned + TURN : turned) / TURN) * BINS, weight)
    }
  }
  finish(out)
}

/** Shares a weight among the eight nearest bins, trilinearly. */
function add(out: Float32Array, row: number, column: number, bin: number, weight: number): void {
  const [r, c, b] = [Math.floor(row), Math.floor(column), Math.floor(bin)]
  const [fr, fc, fb] = [row - r, column - c, bin - b]
  for (let i = 0; i < 2; i++) {
    if (r + i < 0 || r + i >= CELLS) continue
    const ofRow = weight * (i === 0 ? 1 - fr : fr)
    for (let j = 0; j < 2; j++) {
      if (c + j < 0 || c + j >= CELLS) continue
      const ofCell = ofRow * (j === 0 ? 1 - fc : fc)
      const at = ((r + i) * CELLS + c + j) * BINS
      out[at + (b % BINS)]! += ofCell * (1 - fb)
      out[at + ((b + 1) % BINS)]! += ofCell * fb
    }
  }
}

function finish(out: Float32Array): void {
  const length = Math.hypot(...out) || 1
  let total = 0
  for (let i = 0; i < out.length; i++) total += out[i] = Math.min(CLIP, out[i]! / length)
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i]! / (total || 1))
}
