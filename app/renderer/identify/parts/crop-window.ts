import type { AnnotationRegion } from '../../../../core/api/identify.ts'

/** A rectangle in px of the upright photo. */
export interface CropWindow {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Size {
  readonly width: number
  readonly height: number
}

interface CropOptions {
  /** Width over height of the tile. */
  readonly aspect: number
  /** Room left around the region, as a share of its longer side. Default 0.06. */
  readonly margin?: number
}

/** The smallest box around a region, in fractions of the photo. */
export function boxOf(region: AnnotationRegion): CropWindow {
  if (region.kind === 'box') return { x: region.x, y: region.y, width: region.width, height: region.height }
  const xs = region.points.map(([x]) => x)
  const ys = region.points.map(([, y]) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/**
 * What of a photo a tile shows of a region: all of it and as much around it as fills the tile. Where the photo has not
 * so much, the tile shows less of the region, its middle.
 */
export function cropWindow(photo: Size, region: AnnotationRegion, { aspect, margin = 0.06 }: CropOptions): CropWindow {
  const box = boxOf(region)
  const room = margin * Math.max(box.width * photo.width, box.height * photo.height)
  const wanted = { width: box.width * photo.width + 2 * room, height: box.height * photo.height + 2 * room }
  const grown =
    wanted.width < wanted.height * aspect
      ? { width: wanted.height * aspect, height: wanted.height }
      : { width: wanted.width, height: wanted.width / aspect }
  const shrink = Math.min(1, photo.width / grown.width, photo.height / grown.height)
  const [width, height] = [grown.width * shrink, grown.height * shrink]
  const middle = { x: (box.x + box.width / 2) * photo.width, y: (box.y + box.height / 2) * photo.height }
  return {
    x: Math.min(Math.max(0, middle.x - width / 2), photo.width - width),
    y: Math.min(Math.max(0, middle.y - height / 2), photo.height - height),
    width,
    height,
  }
}

/** All of a photo that fits a tile which it fills: its middle. */
export function wholeWindow(photo: Size, aspect: number): CropWindow {
  return cropWindow(photo, { kind: 'box', x: 0, y: 0, width: 1, height: 1 }, { aspect, margin: 0 })
}

/** How large the whole photo must be for a window of it to fill `tileWidth` px sharply; longest side, px. */
export function sideNeeded(photo: Size, window: CropWindow, tileWidth: number): number {
  return Math.ceil((tileWidth * Math.max(photo.width, photo.height)) / window.width)
}
