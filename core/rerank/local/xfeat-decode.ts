import { ResightError } from '../../types.ts'
import type { FoundFeatures } from './place.ts'

/** Side of a cell of the network's grid, px. */
const CELL = 8
const BINS = CELL * CELL
/** Half of the window in which a keypoint must be the strongest: 5 × 5. */
const REACH = 2
const TRANSPOSED = 16

export interface XFeatMaps {
  /** Cells a side. */
  readonly columns: number
  readonly rows: number
  /** [d × rows × columns] dense descriptors */
  readonly descriptors: Float32Array
  readonly d: number
  /** [65 × rows × columns] softmax of the logits: where in its cell a keypoint is; the last: nowhere */
  readonly places: Float32Array
  /** [rows × columns] in [0, 1] */
  readonly reliability: Float32Array
}

export interface XFeatDecoding {
  /** Least value of the heat map, in [0, 1]. */
  readonly threshold: number
  readonly limit: number
  /** Whether a keypoint may lie on a pixel. */
  readonly isAllowed: (x: number, y: number) => boolean
}

/**
 * Keypoints from XFeat's outputs (Potje et al., CVPR 2024; the authors' `modules/xfeat.py`): of the 65 bins the
 * last is dropped, the others are laid out as the 8 × 8 pixels of their cell; what is the strongest of its 5 × 5 and above the
 * threshold is a keypoint, as strong as its heat times the reliability there (bilinear). The strongest `limit` get the
 * descriptor map's value at their place (bicubic, a = -0.75), L2-normalised.
 */
export function decodeXFeat(maps: XFeatMaps, decoding: XFeatDecoding): FoundFeatures {
  const { columns, rows, d } = maps
  const cells = columns * rows
  const lengths = [maps.places.length, maps.descriptors.length, maps.reliability.length]
  if (lengths[0] !== (BINS + 1) * cells || lengths[1] !== d * cells || lengths[2] !== cells) {
    throw new ResightError('corrupt', `XFeat's outputs have ${lengths.join(', ')} numbers for ${cells} cells`)
  }
  const heat = heatMap(maps)
  const width = columns * CELL
  const found: Peak[] = []
  for (const place of peaks(heat, width, rows * CELL, decoding)) {
    const x = place % width
    const y = (place - x) / width
    const strength = heat[place]! * bilinear(maps, x, y)
    if (strength > 0) found.push({ x, y, strength })
  }
  const kept = strongest(found, decoding.limit)
  const descriptors = new Float32Array(kept.length * d)
  const map = descriptorRows(maps)
  kept.forEach(({ x, y }, i) => sampleDescriptor(maps, map, x, y, descriptors.subarray(i * d, (i + 1) * d)))
  return {
    n: kept.length,
    keypoints: Float32Array.from(kept.flatMap(({ x, y }) => [x, y])),
    strengths: Float32Array.from(kept, ({ strength }) => strength),
    descriptors,
  }
}

interface Peak {
  readonly x: number
  readonly y: number
  readonly strength: number
}

/** The strongest `limit`, strongest first. Most are told by their strength alone, and only what is left is put in order. */
function strongest(peaks: readonly Peak[], limit: number): readonly Peak[] {
  const strengths = Float64Array.from(peaks, ({ strength }) => strength).sort()
  const least = strengths[peaks.length - limit] ?? 0
  return peaks
    .filter(({ strength }) => strength >= least)
    .sort((a, b) => b.strength - a.strength || a.y - b.y || a.x - b.x)
    .slice(0, limit)
}

/** @returns [rows · 8 × columns · 8] */
function heatMap({ columns, rows, places }: XFeatMaps): Float32Array {
  const width = columns * CELL
  const heat = new Float32Array(columns * rows * BINS)
  for (let bin = 0, from = 0; bin < BINS; bin++) {
    for (let row = 0; row < rows; row++) {
      const start = (row * CELL + (bin >> 3)) * width + (bin & 7)
      for (let to = start; to < start + width; to += CELL, from++) heat[to] = places[from]!
    }
  }
  return heat
}

/** The descriptor of each cell in one piece: they are read by place, and come by component. @returns [cells × d] */
function descriptorRows({ columns, rows, d, descriptors }: XFeatMaps): Float32Array {
  const cells = columns * rows
  const out = new Float32Array(cells * d)
  // Few cells at a time, so that neither what is read nor what is written leaves the cache in between.
  for (let start = 0; start < cells; start += TRANSPOSED) {
    const end = Math.min(cells, start + TRANSPOSED)
    for (let c = 0; c < d; c++)
      for (let cell = start; cell < end; cell++) out[cell * d + c] = descriptors[c * cells + cell]!
  }
  return out
}

/** Places that are the largest of their window; of equal neighbours, all, as max pooling has it. */
function peaks(heat: Float32Array, width: number, height: number, { threshold, isAllowed }: XFeatDecoding): number[] {
  const found: number[] = []
  for (let y = 0, place = 0; y < height; y++) {
    for (let x = 0; x < width; x++, place++) {
      if (heat[place]! > threshold && isLargest(heat, width, height, x, y) && isAllowed(x, y)) found.push(place)
    }
  }
  return found
}

function isLargest(heat: Float32Array, width: number, height: number, x: number, y: number): boolean {
  const value = heat[y * width + x]!
  const [left, right] = [Math.max(0, x - REACH), Math.min(width - 1, x + REACH)]
  const bottom = Math.min(height - 1, y + REACH)
  for (let v = Math.max(0, y - REACH); v <= bottom; v++) {
    for (let at = v * width + left; at <= v * width + right; at++) if (heat[at]! > value) return false
  }
  return true
}

/** Where a pixel lies on the grid, as torch's `grid_sample` without aligned corners after the authors' normalisation. */
function gridPosition(pixel: number, cells: number): number {
  return (pixel / (cells * CELL - 1)) * cells - 0.5
}

function bilinear({ columns, rows, reliability }: XFeatMaps, x: number, y: number): number {
  const [gx, gy] = [gridPosition(x, columns), gridPosition(y, rows)]
  const [left, top] = [Math.floor(gx), Math.floor(gy)]
  const at = (row: number, column: number): number =>
    row < 0 || row >= rows || column < 0 || column >= columns ? 0 : reliability[row * columns + column]!
  const [down, across] = [gy - top, gx - left]
  const above = at(top, left) * (1 - across) + at(top, left + 1) * across
  const below = at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across
  return above * (1 - down) + below * down
}

/** @param map [cells × d] @param out [d], zeros */
function sampleDescriptor(
  { columns, rows, d }: XFeatMaps,
  map: Float32Array,
  x: number,
  y: number,
  out: Float32Array,
): void {
  const [gx, gy] = [gridPosition(x, columns), gridPosition(y, rows)]
  const [left, top] = [Math.floor(gx), Math.floor(gy)]
  const [across, down] = [cubicWeights(gx - left), cubicWeights(gy - top)]
  // Beside the map there is nothing, so a cell there counts for nothing, whichever is read for it.
  const isInside = [-1, 0, 1, 2].map((u) => left + u >= 0 && left + u < columns)
  const [at0, at1, at2, at3] = isInside.map((inside, u) => d * (inside ? left - 1 + u : 0)) as [
    number,
    number,
    number,
    number,
  ]
  for (let v = 0; v < 4; v++) {
    const row = top - 1 + v
    if (row < 0 || row >= rows) continue
    const [w0, w1, w2, w3] = isInside.map((inside, u) => (inside ? down[v]! * across[u]! : 0)) as [
      number,
      number,
      number,
      number,
    ]
    for (let i = 0; i < d; i++) {
      const at = row * columns * d + i
      out[i]! += w0 * map[at + at0]! + w1 * map[at + at1]! + w2 * map[at + at2]! + w3 * map[at + at3]!
    }
  }
  let squares = 0
  for (let i = 0; i < d; i++) squares += out[i]! * out[i]!
  const length = Math.sqrt(squares) || 1
  for (let i = 0; i < d; i++) out[i]! /= length
}

/** Cubic convolution (Keys 1981), a = -0.75 as torch. @param t in [0, 1) @returns weights of the four neighbours */
function cubicWeights(t: number): readonly number[] {
  const a = -0.75
  const near = (s: number): number => ((a + 2) * s - (a + 3)) * s * s + 1
  const far = (s: number): number => ((a * s - 5 * a) * s + 8 * a) * s - 4 * a
  return [far(t + 1), near(t), near(1 - t), far(2 - t)]
}
