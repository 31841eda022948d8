import { ResightError } from '../../types.ts'
import type { FoundFeatures } from './place.ts'

/** Side of a cell of the network's grid, px. */
const CELL = 8
const BINS = CELL * CELL
/** Half of the window in which a keypoint must be the strongest: 5 × 5. */
const REACH = 2

export interface XFeatMaps {
  /** Cells a side. */
  readonly columns: number
  readonly rows: number
  /** [d × rows × columns] dense descriptors */
  readonly descriptors: Float32Array
  readonly d: number
  /** [65 × rows × columns] logits: where in its cell a keypoint is; the last: nowhere */
  readonly logits: Float32Array
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
 * Keypoints from XFeat's outputs (Potje et al., CVPR 2024; the authors' `modules/xfeat.py`): softmax over 65 bins, the
 * last dropped, the others laid out as the 8 × 8 pixels of their cell; what is the strongest of its 5 × 5 and above the
 * threshold is a keypoint, as strong as its heat times the reliability there (bilinear). The strongest `limit` get the
 * descriptor map's value at their place (bicubic, a = -0.75), L2-normalised.
 */
export function decodeXFeat(maps: XFeatMaps, decoding: XFeatDecoding): FoundFeatures {
  const { columns, rows, d } = maps
  const cells = columns * rows
  const lengths = [maps.logits.length, maps.descriptors.length, maps.reliability.length]
  if (lengths[0] !== (BINS + 1) * cells || lengths[1] !== d * cells || lengths[2] !== cells) {
    throw new ResightError('corrupt', `XFeat's outputs have ${lengths.join(', ')} numbers for ${cells} cells`)
  }
  const heat = heatMap(maps)
  const places = peaks(heat, columns * CELL, rows * CELL, decoding)
  const found = places.map((place) => {
    const [x, y] = [place % (columns * CELL), Math.floor(place / (columns * CELL))]
    return { x, y, strength: heat[place]! * bilinear(maps, x, y) }
  })
  const kept = found
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => b.strength - a.strength || a.y - b.y || a.x - b.x)
    .slice(0, decoding.limit)
  const descriptors = new Float32Array(kept.length * d)
  kept.forEach(({ x, y }, i) => sampleDescriptor(maps, x, y, descriptors.subarray(i * d, (i + 1) * d)))
  return {
    n: kept.length,
    keypoints: Float32Array.from(kept.flatMap(({ x, y }) => [x, y])),
    strengths: Float32Array.from(kept, ({ strength }) => strength),
    descriptors,
  }
}

/** @returns [rows · 8 × columns · 8] */
function heatMap({ columns, rows, logits }: XFeatMaps): Float32Array {
  const cells = columns * rows
  const width = columns * CELL
  const heat = new Float32Array(cells * BINS)
  const bins = new Float32Array(BINS)
  for (let cell = 0; cell < cells; cell++) {
    let largest = -Infinity
    for (let bin = 0; bin <= BINS; bin++) largest = Math.max(largest, logits[bin * cells + cell]!)
    let total = Math.exp(logits[BINS * cells + cell]! - largest)
    for (let bin = 0; bin < BINS; bin++) total += bins[bin] = Math.exp(logits[bin * cells + cell]! - largest)
    const corner = Math.floor(cell / columns) * CELL * width + (cell % columns) * CELL
    for (let bin = 0; bin < BINS; bin++) heat[corner + (bin >> 3) * width + (bin & 7)] = bins[bin]! / total
  }
  return heat
}

/** Places that are the largest of their window; of equal neighbours, all, as max pooling has it. */
function peaks(heat: Float32Array, width: number, height: number, { threshold, isAllowed }: XFeatDecoding): number[] {
  const found: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = heat[y * width + x]!
      if (value > threshold && isLargest(heat, width, height, x, y, value) && isAllowed(x, y)) found.push(y * width + x)
    }
  }
  return found
}

function isLargest(heat: Float32Array, width: number, height: number, x: number, y: number, value: number): boolean {
  for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++) {
    for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++) {
      if (heat[v * width + u]! > value) return false
    }
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
  let value = 0
  for (const [row, v] of [
    [top, 1 - (gy - top)],
    [top + 1, gy - top],
  ] as const) {
    if (row < 0 || row >= rows) continue
    if (left >= 0) value += v * (1 - (gx - left)) * reliability[row * columns + left]!
    if (left + 1 < columns) value += v * (gx - left) * reliability[row * columns + left + 1]!
  }
  return value
}

function sampleDescriptor({ columns, rows, d, descriptors }: XFeatMaps, x: number, y: number, out: Float32Array): void {
  const [gx, gy] = [gridPosition(x, columns), gridPosition(y, rows)]
  const [left, top] = [Math.floor(gx), Math.floor(gy)]
  const [across, down] = [cubicWeights(gx - left), cubicWeights(gy - top)]
  const cells = columns * rows
  let squares = 0
  for (let c = 0; c < d; c++) {
    let value = 0
    for (let v = 0; v < 4; v++) {
      const row = top - 1 + v
      if (row < 0 || row >= rows) continue
      for (let u = 0; u < 4; u++) {
        const column = left - 1 + u
        if (column < 0 || column >= columns) continue
        value += down[v]! * across[u]! * descriptors[c * cells + row * columns + column]!
      }
    }
    out[c] = value
    squares += value * value
  }
  const length = Math.sqrt(squares) || 1
  for (let c = 0; c < d; c++) out[c]! /= length
}

/** Cubic convolution (Keys 1981), a = -0.75 as torch. @param t in [0, 1) @returns weights of the four neighbours */
function cubicWeights(t: number): readonly number[] {
  const a = -0.75
  const near = (s: number): number => ((a + 2) * s - (a + 3)) * s * s + 1
  const far = (s: number): number => ((a * s - 5 * a) * s + 8 * a) * s - 4 * a
  return [far(t + 1), near(t), near(1 - t), far(2 - t)]
}
