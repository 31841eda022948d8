import type { Pixels } from '../../types.ts'

/** Bits a row: one for each pair of neighbours among nine columns. */
const COLUMNS = 8
const ROWS = 8

/**
 * The 64-bit difference hash ("dHash", N. Krawetz, "Kind of Like That", 2013): brightness averaged over 9 × 8 cells; a
 * bit is 1 where a cell is brighter than its left neighbour. Bits run left to right, top to bottom, most significant
 * first. It survives scaling, recompression and changes of brightness; not cropping, turning or mirroring.
 * @returns 16 lower-case hex digits
 */
export function differenceHash(pixels: Pixels): string {
  const cells = brightnessCells(pixels, COLUMNS + 1, ROWS)
  let hash = 0n
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const cell = row * (COLUMNS + 1) + column
      hash = (hash << 1n) | ((cells[cell + 1] ?? 0) > (cells[cell] ?? 0) ? 1n : 0n)
    }
  return hash.toString(16).padStart(16, '0')
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
