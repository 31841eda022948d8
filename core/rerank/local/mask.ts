import { invalidArgument } from '../../types.ts'
import type { FeaturePicture } from './extractor.ts'

/**
 * Which pixels of a picture a keypoint may lie on: those whose centre is inside the polygon, by the even-odd rule.
 * @returns [height × width] 255 inside, 0 outside; null: everywhere
 * @throws ResightError `invalid-argument` for fewer than three corners or numbers that are not finite
 */
export function keypointMask({ pixels, imageSize, region, polygon }: FeaturePicture): Uint8Array | null {
  if (polygon === undefined) return null
  if (polygon.length < 3) throw invalidArgument('polygon', 'at least three corners', polygon.length)
  const { width, height } = pixels
  const corners = polygon.map(([x, y], i) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) throw invalidArgument(`polygon[${i}]`, 'two finite numbers', [x, y])
    return [((x - region.x) / region.width) * width, ((y - region.y) / region.height) * height] as const
  })
  if (imageSize.width < 1 || imageSize.height < 1) throw invalidArgument('imageSize', 'at least 1 × 1', imageSize.width)
  const mask = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const crossings = crossingsAt(row + 0.5, corners)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i]! - 0.5))
      const to = Math.min(width, Math.ceil(crossings[i + 1]! - 0.5))
      if (from < to) mask.fill(255, row * width + from, row * width + to)
    }
  }
  return mask
}

/** Where the horizontal line at y crosses the polygon's edges, from left to right; an even number of places. */
function crossingsAt(y: number, corners: readonly (readonly [number, number])[]): readonly number[] {
  const crossings: number[] = []
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length]!
    if (ay <= y === by <= y) return
    crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
  })
  return crossings.sort((a, b) => a - b)
}
