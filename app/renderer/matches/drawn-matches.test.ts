import assert from 'node:assert/strict'
import test from 'node:test'
import type { MatchedPoints } from '../../../core/api.ts'
import { MOST_LINES, drawnMatches, matchAt, matchPaths, placeMatches, summarizeMatches } from './drawn-matches.ts'

const SIZE = { width: 400, height: 300 }

function matchedPoints(matches: MatchedPoints['matches'], querySize = SIZE): MatchedPoints {
  const inliers = matches.filter(({ inlier }) => inlier).length
  return { label: '', querySize, photoSize: SIZE, matches, inliers, homography: null, probability: 0.5 }
}

const match = (x: number, inlier: boolean) => ({ query: [x, 10], photo: [x, 20], inlier }) as const
const TWO = [
  matchedPoints([match(1, false), match(2, true), match(3, true)]),
  matchedPoints([match(4, true), match(5, false)], { width: 800, height: 600 }),
]
const lefts = (show: 'all' | 'inliers' | 'none') => drawnMatches(TWO, SIZE, SIZE, show).map(({ left }) => left)

test('those that agree come first, the strongest of each extractor before the next, in px of the pictures as given', () => {
  // The second extractor saw the left picture twice as large.
  assert.deepEqual(lefts('inliers'), [
    [2, 5],
    [2, 10],
    [3, 10],
  ])
  assert.deepEqual(lefts('all').slice(3), [
    [1, 10],
    [2.5, 5],
  ])
  assert.deepEqual(lefts('none'), [])
  assert.deepEqual(summarizeMatches(TWO), { agree: 3, disagree: 2 })
})

test('an end is placed where its picture is shown, and is no longer there when it is out of sight', () => {
  const drawn = drawnMatches([matchedPoints([match(100, true)])], SIZE, SIZE, 'all')
  const stage = { width: 200, height: 150 }
  const left = { view: { scale: 0.5, x: 0, y: 0 }, sizes: { stage }, offset: [0, 0] } as const
  const right = { view: { scale: 4, x: -300, y: 0 }, sizes: { stage }, offset: [208, 0] } as const
  const [shown] = placeMatches(drawn, left, right)
  assert.deepEqual(shown?.left, [50, 5])
  assert.deepEqual(shown?.right, [308, 80])
  const [hidden] = placeMatches(drawn, left, { ...right, view: { scale: 4, x: -600, y: 0 } })
  assert.equal(hidden?.right, null)
  assert.equal(matchPaths([hidden], true).lines, '')
  assert.notEqual(matchPaths([hidden], true).ends, '')
})

test('no more lines are drawn than leave the pictures to be seen; every match has its ends', () => {
  const many = Array.from({ length: 200 }, (_, x) => match(x, x < 150))
  const view = { scale: 1, x: 0, y: 0 }
  const drawn = drawnMatches([matchedPoints(many)], SIZE, SIZE, 'all')
  const placed = placeMatches(
    drawn,
    { view, sizes: { stage: SIZE }, offset: [0, 0] },
    { view, sizes: { stage: SIZE }, offset: [400, 0] },
  )
  const count = (path: string, mark: string) => path.split(mark).length - 1
  assert.equal(count(matchPaths(placed, true).lines, 'L'), MOST_LINES.inlier)
  assert.equal(count(matchPaths(placed, true).ends, 'h0'), 2 * MOST_LINES.inlier)
  assert.equal(count(matchPaths(placed, true).otherEnds, 'h0'), 300 - 2 * MOST_LINES.inlier)
  assert.equal(count(matchPaths(placed, false).lines, 'L'), MOST_LINES.outlier)
  assert.equal(count(matchPaths(placed, false).ends, 'M'), 4 * MOST_LINES.outlier)
  assert.equal(count(matchPaths(placed, false).otherEnds, 'M'), 200 - 4 * MOST_LINES.outlier)
})

test('the match meant by the pointer is the nearest with an end in reach', () => {
  const placed = placeMatches(
    drawnMatches([matchedPoints([match(10, true), match(30, true)])], SIZE, SIZE, 'all'),
    { view: { scale: 1, x: 0, y: 0 }, sizes: { stage: SIZE }, offset: [0, 0] },
    { view: { scale: 1, x: 0, y: 0 }, sizes: { stage: SIZE }, offset: [400, 0] },
  )
  assert.equal(matchAt(placed, [28, 12], 12), 1)
  assert.equal(matchAt(placed, [411, 22], 12), 0)
  assert.equal(matchAt(placed, [200, 200], 12), null)
})
