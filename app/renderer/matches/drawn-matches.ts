import type { MatchedPoints } from '../../../core/api.ts'
import type { Size, Sizes, View } from '../zoom/zoom.ts'

export type Shown = 'all' | 'inliers' | 'none'

export type Point = readonly [number, number]

/** A match in px of the two upright pictures. */
export interface DrawnMatch {
  readonly left: Point
  readonly right: Point
  readonly inlier: boolean
}

/** More lines than these hide the pictures; further matches are their points alone. */
export const MOST_LINES = { inlier: 60, outlier: 20 } as const

/** @returns those that agree, then with `all` those that do not; each the strongest first, whichever extractor found them */
export function drawnMatches(
  matches: readonly MatchedPoints[],
  left: Size,
  right: Size,
  show: Shown,
): readonly DrawnMatch[] {
  if (show === 'none') return []
  const ranked = matches.flatMap(({ querySize, photoSize, matches: found }) =>
    found.map(({ query, photo, inlier }, rank) => ({
      rank,
      match: { left: scaled(query, querySize, left), right: scaled(photo, photoSize, right), inlier },
    })),
  )
  const sorted = ranked.toSorted((a, b) => a.rank - b.rank).map(({ match }) => match)
  const agreeing = sorted.filter(({ inlier }) => inlier)
  return show === 'inliers' ? agreeing : [...agreeing, ...sorted.filter(({ inlier }) => !inlier)]
}

function scaled([x, y]: Point, from: Size, to: Size): Point {
  return [(x * to.width) / from.width, (y * to.height) / from.height]
}

export interface MatchSummary {
  readonly agree: number
  readonly disagree: number
}

export function summarizeMatches(matches: readonly MatchedPoints[]): MatchSummary {
  const all = matches.reduce((sum, { matches: found }) => sum + found.length, 0)
  const agree = matches.reduce((sum, { matches: found }) => sum + found.filter(({ inlier }) => inlier).length, 0)
  return { agree, disagree: all - agree }
}

/** Where a picture lies: what its stage shows, and where in the pair the stage begins, in CSS px. */
export interface Placed {
  readonly view: View
  readonly sizes: Pick<Sizes, 'stage'>
  readonly offset: Point
}

/** A match in CSS px of the pair; null: that end is out of sight. */
export interface PlacedMatch {
  readonly match: DrawnMatch
  readonly left: Point | null
  readonly right: Point | null
}

export function placeMatches(drawn: readonly DrawnMatch[], left: Placed, right: Placed): readonly PlacedMatch[] {
  return drawn.map((match) => ({ match, left: placed(match.left, left), right: placed(match.right, right) }))
}

function placed([x, y]: Point, { view, sizes: { stage }, offset }: Placed): Point | null {
  const [atX, atY] = [view.x + x * view.scale, view.y + y * view.scale]
  if (atX < 0 || atY < 0 || atX > stage.width || atY > stage.height) return null
  return [atX + offset[0], atY + offset[1]]
}

/** @returns the place of the match that has an end nearest to a point of the pair, within `reach` CSS px, the strongest of several; null: none */
export function matchAt(placedMatches: readonly PlacedMatch[], [x, y]: Point, reach: number): number | null {
  let best: number | null = null
  let bestDistance = reach
  placedMatches.forEach(({ left, right }, i) => {
    for (const end of [left, right]) {
      if (end === null) continue
      const distance = Math.hypot(end[0] - x, end[1] - y)
      if (distance >= bestDistance) continue
      best = i
      bestDistance = distance
    }
  })
  return best
}

/** Path data of every match at once: thousands of elements would make panning stutter. */
export interface MatchPaths {
  readonly lines: string
  /** Of the matches that have a line, and of the rest. */
  readonly ends: string
  readonly otherEnds: string
}

const CROSS_PX = 3

/** @param inlier which of the matches: their ends are dots (drawn by round caps), those of the others crosses */
export function matchPaths(placedMatches: readonly PlacedMatch[], inlier: boolean): MatchPaths {
  const some = placedMatches.filter(({ match }) => match.inlier === inlier)
  const most = inlier ? MOST_LINES.inlier : MOST_LINES.outlier
  const lines = some
    .slice(0, most)
    .flatMap(({ left, right }) => (left === null || right === null ? [] : `M${at(left)}L${at(right)}`))
  const mark = (end: Point) => (inlier ? `M${at(end)}h0` : cross(end))
  const marks = (of: readonly PlacedMatch[]) =>
    of.flatMap(({ left, right }) => [left, right].flatMap((end) => (end === null ? [] : mark(end)))).join('')
  return { lines: lines.join(''), ends: marks(some.slice(0, most)), otherEnds: marks(some.slice(most)) }
}

function at([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}

function cross([x, y]: Point): string {
  const arm = CROSS_PX * 2
  return `M${at([x - CROSS_PX, y - CROSS_PX])}l${arm} ${arm}M${at([x + CROSS_PX, y - CROSS_PX])}l${-arm} ${arm}`
}
