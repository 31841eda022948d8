import { type GridRow, type PhotoRow, rowOf, widthsOf } from './justify.ts'

export type Move = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'

const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
}

export function moveOf(key: string): Move | null {
  return MOVES[key] ?? null
}

interface Grid {
  readonly rows: readonly GridRow[]
  readonly aspectRatios: readonly number[]
  readonly gap: number
  /** Rows that a page holds. */
  readonly page: number
}

/** @returns index of the photo that a key goes to from the photo at `from` */
export function moved(from: number, move: Move, { rows, aspectRatios, gap, page }: Grid): number {
  const last = aspectRatios.length - 1
  if (move === 'left') return Math.max(0, from - 1)
  if (move === 'right') return Math.min(last, from + 1)
  if (move === 'first') return 0
  if (move === 'last') return last
  const at = rowOf(rows, from)
  const row = at === null ? undefined : rows[at]
  if (at === null || row?.kind !== 'photos') return Math.min(last, Math.max(0, from))
  const step = move === 'up' || move === 'pageUp' ? -1 : 1
  const target = photoRow(rows, at, step, move === 'up' || move === 'down' ? 1 : Math.max(1, page))
  if (target === null) return step < 0 ? 0 : last
  return nearest(target, centre(row, from - row.start, aspectRatios, gap), aspectRatios, gap)
}

/** The row of photos `count` rows further, headings not counted, or the last one there is; null: none. */
function photoRow(rows: readonly GridRow[], at: number, step: number, count: number): PhotoRow | null {
  let found: PhotoRow | null = null
  let left = count
  for (let i = at + step; left > 0; i += step) {
    const row = rows[i]
    if (row === undefined) break
    if (row.kind === 'heading') continue
    found = row
    left -= 1
  }
  return found
}

function centre(row: PhotoRow, column: number, aspectRatios: readonly number[], gap: number): number {
  const widths = widthsOf(row, aspectRatios)
  const before = widths.slice(0, column).reduce((sum, width) => sum + width + gap, 0)
  return before + (widths[column] ?? 0) / 2
}

function nearest(row: PhotoRow, x: number, aspectRatios: readonly number[], gap: number): number {
  let edge = 0
  for (const [column, width] of widthsOf(row, aspectRatios).entries()) {
    edge += width + gap
    if (x < edge) return row.start + column
  }
  return row.end - 1
}
