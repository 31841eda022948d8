/** A run of photos under a heading. */
export interface GridSection {
  readonly label: string
  /** Index of its first photo. */
  readonly start: number
  readonly count: number
}

export interface PhotoRow {
  readonly kind: 'photos'
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Of the photos, px. */
  readonly height: number
}

export interface HeadingRow {
  readonly kind: 'heading'
  readonly label: string
  readonly start: number
  readonly count: number
}

export type GridRow = PhotoRow | HeadingRow

export interface Layout {
  /** px */
  readonly width: number
  readonly rowHeight: number
  readonly gap: number
}

/** A panorama or a strip would leave no room for itself or for others. */
const MIN_RATIO = 0.4
const MAX_RATIO = 4

export function shownRatio(ratio: number | undefined): number {
  return ratio === undefined || !Number.isFinite(ratio) ? 1 : Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio))
}

/**
 * Rows of equal height that fill the width, in order, none broken across sections: photos are added to a row until it
 * would be lower than `rowHeight`, then the row is stretched or squeezed to the width, whichever is nearer. The last
 * row of a section keeps `rowHeight` where it is not full.
 */
export function justify(
  aspectRatios: readonly number[],
  sections: readonly GridSection[],
  { width, rowHeight, gap }: Layout,
): readonly GridRow[] {
  const rows: GridRow[] = []
  if (width <= 0) return rows
  for (const { label, start, count } of sections) {
    if (count === 0) continue
    if (label !== '') rows.push({ kind: 'heading', label, start, count })
    let first = start
    let ratios = 0
    const end = start + count
    for (let i = start; i < end; i++) {
      const ratio = shownRatio(aspectRatios[i])
      const full = heightOf(width, gap, i + 1 - first, ratios + ratio)
      if (full > rowHeight) {
        ratios += ratio
        continue
      }
      const without = i > first ? heightOf(width, gap, i - first, ratios) : Infinity
      if (without - rowHeight < rowHeight - full) {
        rows.push({ kind: 'photos', start: first, end: i, height: without })
        first = i
        ratios = ratio
        // A panorama alone may fill a row at once.
        if (heightOf(width, gap, 1, ratio) > rowHeight) continue
        rows.push({ kind: 'photos', start: i, end: i + 1, height: heightOf(width, gap, 1, ratio) })
        first = i + 1
        ratios = 0
      } else {
        rows.push({ kind: 'photos', start: first, end: i + 1, height: full })
        first = i + 1
        ratios = 0
      }
    }
    if (first < end)
      rows.push({
        kind: 'photos',
        start: first,
        end,
        height: Math.min(rowHeight, heightOf(width, gap, end - first, ratios)),
      })
  }
  return rows
}

function heightOf(width: number, gap: number, count: number, ratios: number): number {
  return Math.max(1, (width - gap * (count - 1)) / ratios)
}

/** Index of the row that holds a photo, by bisection; null where none does. */
export function rowOf(rows: readonly GridRow[], photo: number): number | null {
  let low = 0
  let high = rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row === undefined) return null
    if (row.start > photo) high = middle - 1
    else if (row.kind === 'heading' || photo >= row.end) low = middle + 1
    else return middle
  }
  return null
}

/** Widths in px of the photos of a row, left to right. */
export function widthsOf(row: PhotoRow, aspectRatios: readonly number[]): readonly number[] {
  return Array.from({ length: row.end - row.start }, (_, i) => shownRatio(aspectRatios[row.start + i]) * row.height)
}
