import type { Region } from '../types.ts'

/** A candidate in px of the input, and what a plain reading of the authors' `demo_postprocess` makes of it. */
export interface ReferenceBox {
  readonly box: Region
  readonly kind: number
  readonly confidence: number
}

/** Every one of the 3549 candidates, float64, no suppression. @param output [3549 × 85] */
export function decodeReference(output: Float32Array): readonly ReferenceBox[] {
  const grids: (readonly [number, number, number])[] = []
  for (const stride of [8, 16, 32])
    for (let y = 0; y < 416 / stride; y++) for (let x = 0; x < 416 / stride; x++) grids.push([x, y, stride])
  return grids.map(([x, y, stride], i) => {
    const row = Array.from(output.subarray(i * 85, (i + 1) * 85))
    const [cx, cy] = [(row[0]! + x) * stride, (row[1]! + y) * stride]
    const [width, height] = [Math.exp(row[2]!) * stride, Math.exp(row[3]!) * stride]
    const classes = row.slice(5)
    const kind = classes.indexOf(Math.max(...classes))
    const confidence = row[4]! * classes[kind]!
    return { box: { x: cx - width / 2, y: cy - height / 2, width, height }, kind, confidence }
  })
}
