import type { AnnotationRegion } from '../api/identify.ts'
import type { Region } from '../types.ts'

export type Point = readonly [number, number]

/** Whether a point is inside a polygon, by the even-odd rule. */
export function isInside([x, y]: Point, polygon: readonly Point[]): boolean {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ax, ay] = polygon[i]!
    const [bx, by] = polygon[j]!
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside
  }
  return inside
}

/** The shoelace formula; ≥ 0. */
export function polygonArea(polygon: readonly Point[]): number {
  let twice = 0
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length]!
    twice += ax * by - bx * ay
  })
  return Math.abs(twice) / 2
}

/** The smallest rectangle that has all points. @param points at least one */
export function boundsOf(points: readonly Point[]): Region {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** A region's corners. */
export function cornersOf(region: AnnotationRegion): readonly Point[] {
  if (region.kind === 'polygon') return region.points
  const { x, y, width, height } = region
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}

/** A rectangle with a margin of so many of its sides all around, within the photo. */
export function padded({ x, y, width, height }: Region, share: number): Region {
  const [left, top] = [Math.max(0, x - share * width), Math.max(0, y - share * height)]
  const [right, bottom] = [Math.min(1, x + width * (1 + share)), Math.min(1, y + height * (1 + share))]
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The point of a polygon's edges that is nearest to another. */
export function nearestOn(polygon: readonly Point[], [x, y]: Point): Point {
  let nearest: Point = polygon[0]!
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length]!
    const squares = (bx - ax) ** 2 + (by - ay) ** 2
    const along = squares === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squares
    const t = Math.min(1, Math.max(0, along))
    const there: Point = [ax + t * (bx - ax), ay + t * (by - ay)]
    if (Math.hypot(there[0] - x, there[1] - y) < Math.hypot(nearest[0] - x, nearest[1] - y)) nearest = there
  })
  return nearest
}
