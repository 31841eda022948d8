import type { AnnotationRegion } from '../../../../core/api/identify.ts'

/** A place in fractions of the upright photo. */
export type Point = readonly [number, number]

/** A shape that has fewer corners is no area; with more it can't be kept. */
const LEAST_CORNERS = 3
const MOST_CORNERS = 500

/** What a person can take hold of: more corners than this are thinned out before an outline is changed by hand. */
const HANDLES = 48

/** Corners of a region's outline, few enough to be moved by hand. */
export function handlesOf(region: AnnotationRegion): readonly Point[] {
  if (region.kind === 'polygon') return thinned(region.points, HANDLES)
  const { x, y, width, height } = region
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
}

/** Leaves out, one after the other, the corner whose triangle with its neighbours is smallest (Visvalingam & Whyatt 1993). */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  const kept = [...points]
  while (kept.length > Math.max(LEAST_CORNERS, most)) {
    const areas = kept.map((at, index) => triangle(kept.at(index - 1)!, at, kept[(index + 1) % kept.length]!))
    kept.splice(areas.indexOf(Math.min(...areas)), 1)
  }
  return kept
}

function triangle([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
}

export function movedCorner(points: readonly Point[], index: number, [x, y]: Point): readonly Point[] {
  return points.map((point, at) => (at === index ? ([within(x), within(y)] as const) : point))
}

/** @returns the same where an outline would be left with too few corners */
export function withoutCorner(points: readonly Point[], index: number): readonly Point[] {
  return points.length <= LEAST_CORNERS ? points : points.filter((_, at) => at !== index)
}

/** A corner more, in the middle of the side that follows `index`, or where it is said to be. */
export function withCorner(points: readonly Point[], index: number, at?: Point): readonly Point[] {
  const [a, b] = [points[index], points[(index + 1) % points.length]]
  if (a === undefined || b === undefined || points.length >= MOST_CORNERS) return points
  const middle: Point = at ?? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  return [...points.slice(0, index + 1), middle, ...points.slice(index + 1)]
}

/** The corner nearest to a place. @param reach in px @param size of the photo on the screen, px @returns −1: none near */
export function cornerAt(points: readonly Point[], place: Point, reach: number, size: Point): number {
  const distances = points.map((point) => distance(point, place, size))
  const least = Math.min(...distances)
  return least <= reach ? distances.indexOf(least) : -1
}

/** The side nearest to a place, by the corner that it follows. */
export function sideAt(points: readonly Point[], place: Point, reach: number, size: Point): number {
  const distances = points.map((from, at) => toSide(place, from, points[(at + 1) % points.length]!, size))
  const least = Math.min(...distances)
  return least <= reach ? distances.indexOf(least) : -1
}

/** Whether a place is within a region. */
export function isWithin(region: AnnotationRegion, [x, y]: Point): boolean {
  if (region.kind === 'box')
    return x >= region.x && y >= region.y && x <= region.x + region.width && y <= region.y + region.height
  let isInside = false
  for (const [at, [ax, ay]] of region.points.entries()) {
    const [bx, by] = region.points.at(at - 1)!
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}

function distance([ax, ay]: Point, [bx, by]: Point, [width, height]: Point): number {
  return Math.hypot((ax - bx) * width, (ay - by) * height)
}

function toSide(place: Point, from: Point, to: Point, size: Point): number {
  const [dx, dy] = [(to[0] - from[0]) * size[0], (to[1] - from[1]) * size[1]]
  const [px, py] = [(place[0] - from[0]) * size[0], (place[1] - from[1]) * size[1]]
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(px - along * dx, py - along * dy)
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value))
}
