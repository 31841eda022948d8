import type { Pixels } from '../../types.ts'

/** Comparisons along each row and down each column. */
const STEPS = 8

/**
 * The 128-bit difference hash: the 64-bit "dHash" (N. Krawetz, "Kind of Like That", 2013) along the rows, then the same
 * down the columns. Brightness is averaged over 9 × 8 cells (8 × 9); a bit is 1 where a cell is brighter than its left
 * (upper) neighbour. Bits run left to right, top to bottom, most significant first. It survives scaling, recompression
 * and changes of brightness and colour; not cropping by more than a few per cent, turning or mirroring.
 *
 * With the rows alone, sketches and pack shots on plain white look alike. @see findDuplicates for the figures.
 * @returns 32 lower-case hex digits
 */
export function differenceHash(pixels: Pixels): string {
  const rows = brightnessCells(pixels, STEPS + 1, STEPS)
  const columns = brightnessCells(pixels, STEPS, STEPS + 1)
  let hash = 0n
  for (let y = 0; y < STEPS; y++)
    for (let x = 0; x < STEPS; x++) hash = append(hash, rows, y * (STEPS + 1) + x, y * (STEPS + 1) + x + 1)
  for (let y = 0; y < STEPS; y++)
    for (let x = 0; x < STEPS; x++) hash = append(hash, columns, y * STEPS + x, (y + 1) * STEPS + x)
  return hash.toString(16).padStart(32, '0')
}

function append(hash: bigint, cells: Float64Array, before: number, after: number): bigint {
  return (hash << 1n) | ((cells[after] ?? 0) > (cells[before] ?? 0) ? 1n : 0n)
}

/** Mean Rec. 601 luma of each cell of a grid, times 1000; a picture smaller than the grid repeats its pixels. */
function brightnessCells({ width, height, data }: Pixels, columns: number, rows: number): Float64Array {
  const cells = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = cellSpan(row, rows, height)
    for (let column = 0; column < columns; column++) {
      const [left, right] = cellSpan(column, columns, width)
      let sum = 0
      for (let y = top; y < bottom; y++)
        for (let at = 3 * (y * width + left), end = 3 * (y * width + right); at < end; at += 3)
          sum += 299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0)
      cells[row * columns + column] = Math.round(sum / ((bottom - top) * (right - left)))
    }
  }
  return cells
}

function cellSpan(index: number, count: number, length: number): readonly [start: number, end: number] {
  const start = Math.floor((index * length) / count)
  return [start, Math.max(start + 1, Math.floor(((index + 1) * length) / count))]
}
