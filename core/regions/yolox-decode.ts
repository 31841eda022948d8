import { ResightError, type Region } from '../types.ts'
import { COCO_CLASSES, isAnimal } from './coco.ts'
import type { Detection } from './detector.ts'

/** Side of the input, px. */
export const SIDE = 416
const STRIDES = [8, 16, 32]
/** Numbers of one candidate: box, objectness, classes. */
const VALUES = 5 + COCO_CLASSES.length

export interface YoloxDecoding {
  /** Size of the picture in the input's upper left corner, px. */
  readonly width: number
  readonly height: number
  /** Least objectness × class probability. */
  readonly threshold: number
  /** Of two boxes of a kind that overlap by more (intersection over union), the less confident goes. */
  readonly overlap: number
}

/**
 * Boxes from the raw output of YOLOX (Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430; the authors'
 * `demo_postprocess`): a cell at (column, row) of a grid of stride s says centre ((x + column) s, (y + row) s), size
 * (s eʷ, s eʰ), objectness and 80 class probabilities.
 *
 * Differs from the authors': animals are one kind when overlapping boxes are suppressed, as one animal of a species that
 * COCO lacks is often two things at once; and an animal's confidence is that of the likeliest animal.
 * @param output [3549 × 85] float32: grids of 52², 26², 13² cells, row by row
 * @throws ResightError `corrupt` for another number of values
 */
export function decodeYolox(output: Float32Array, decoding: YoloxDecoding): readonly Detection[] {
  const cells = STRIDES.reduce((sum, stride) => sum + (SIDE / stride) ** 2, 0)
  if (output.length !== cells * VALUES) {
    throw new ResightError('corrupt', `YOLOX gave ${output.length} numbers instead of ${cells * VALUES}`, {
      remedy: 'Get the model again.',
    })
  }
  const found: Detection[] = []
  let at = 0
  for (const stride of STRIDES) {
    const columns = SIDE / stride
    for (let cell = 0; cell < columns * columns; cell++, at += VALUES) {
      const kind = likeliest(output, at)
      const confidence = Math.min(1, output[at + 4]! * output[at + 5 + kind]!)
      // Also refuses what is not a number.
      if (!(confidence >= decoding.threshold)) continue
      const x = (output[at]! + (cell % columns)) * stride
      const y = (output[at + 1]! + Math.floor(cell / columns)) * stride
      const box = boxWithin(x, y, Math.exp(output[at + 2]!) * stride, Math.exp(output[at + 3]!) * stride, decoding)
      if (box !== null) found.push({ box, label: COCO_CLASSES[kind]!, confidence })
    }
  }
  return suppress(found, decoding.overlap)
}

/** @returns the class of largest probability */
function likeliest(output: Float32Array, at: number): number {
  let best = 0
  for (let c = 1; c < COCO_CLASSES.length; c++) if (output[at + 5 + c]! > output[at + 5 + best]!) best = c
  return best
}

/** @returns what of a box lies on the picture, in fractions of it; null: nothing */
function boxWithin(x: number, y: number, w: number, h: number, { width, height }: YoloxDecoding): Region | null {
  const [left, top] = [Math.max(0, x - w / 2), Math.max(0, y - h / 2)]
  const [right, bottom] = [Math.min(width, x + w / 2), Math.min(height, y + h / 2)]
  if (!(right - left >= 1 && bottom - top >= 1)) return null
  return { x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height }
}

/** Greedy non-maximum suppression. @returns most confident first */
export function suppress(found: readonly Detection[], overlap: number): readonly Detection[] {
  const kept: Detection[] = []
  for (const one of [...found].sort((a, b) => b.confidence - a.confidence)) {
    if (kept.every((other) => !isSameKind(one, other) || intersectionOverUnion(one.box, other.box) <= overlap)) {
      kept.push(one)
    }
  }
  return kept
}

function isSameKind(one: Detection, other: Detection): boolean {
  return one.label === other.label || (isAnimal(one.label) && isAnimal(other.label))
}

export function intersection(a: Region, b: Region): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, across) * Math.max(0, down)
}

export function intersectionOverUnion(a: Region, b: Region): number {
  const shared = intersection(a, b)
  return shared / (a.width * a.height + b.width * b.height - shared)
}
