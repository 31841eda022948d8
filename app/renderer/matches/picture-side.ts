import type { AnnotationRegion } from '../../../core/api/identify.ts'
import type { PictureSource } from '../zoom/use-progressive-picture.ts'
import type { Box, Size } from '../zoom/zoom.ts'

/** One of two pictures that are looked at together. `width` and `height`: of the upright picture, in px. */
export interface PictureSide extends PictureSource, Size {
  /** What it is, for a person. */
  readonly label: string
  /** Outlined, and what is looked at first. */
  readonly region?: AnnotationRegion
}

/** @returns the smallest upright rectangle around the region, in px of the picture; null: it has none */
export function homeOf({ region, width, height }: Pick<PictureSide, 'region' | 'width' | 'height'>): Box | null {
  if (region === undefined) return null
  const corners = cornersOf(region)
  const xs = corners.map(([x]) => x * width)
  const ys = corners.map(([, y]) => y * height)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(1, Math.max(...xs) - x), height: Math.max(1, Math.max(...ys) - y) }
}

/** Corners of a region's outline, in order, in fractions of the picture. */
export function cornersOf(region: AnnotationRegion): readonly (readonly [number, number])[] {
  if (region.kind === 'polygon') return region.points
  const { x, y, width, height } = region
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}
