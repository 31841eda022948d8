import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  type Point,
  cornerAt,
  handlesOf,
  isWithin,
  movedCorner,
  sideAt,
  thinned,
  withCorner,
  withoutCorner,
} from './outline-points.ts'

const SQUARE: readonly Point[] = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
]
const SIZE: Point = [1000, 500]

test('a box has the corners of its sides', () => {
  const corners = handlesOf({ kind: 'box', x: 0.25, y: 0.25, width: 0.5, height: 0.25 })
  assert.deepEqual(corners, [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.75, 0.5],
    [0.25, 0.5],
  ])
})

test('thinning keeps to the number asked for, to given corners, and to those that matter', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(fraction, fraction), { minLength: 3, maxLength: 60 }), (points) => {
      const few = thinned(points, 10)
      assert.equal(few.length, Math.min(points.length, 10))
      assert.ok(few.every((point) => points.includes(point as [number, number])))
    }),
  )
  const withMiddle = [...SQUARE.slice(0, 1), [0.5, 0.2] as const, ...SQUARE.slice(1)]
  assert.deepEqual(thinned(withMiddle, 4), SQUARE)
})

test('corners are moved within the photo, added and taken away; three always stay', () => {
  assert.deepEqual(movedCorner(SQUARE, 1, [1.4, -0.2])[1], [1, 0])
  assert.deepEqual(withCorner(SQUARE, 3)[4], [0.2, 0.5])
  const triangle = withoutCorner(SQUARE, 0)
  assert.equal(triangle.length, 3)
  assert.equal(withoutCorner(triangle, 0), triangle)
})

test('what is near is found in px of the screen', () => {
  assert.equal(cornerAt(SQUARE, [0.805, 0.21], 10, SIZE), 1)
  assert.equal(cornerAt(SQUARE, [0.5, 0.2], 10, SIZE), -1)
  assert.equal(sideAt(SQUARE, [0.5, 0.21], 10, SIZE), 0)
  assert.equal(sideAt(SQUARE, [0.2, 0.5], 10, SIZE), 3)
  assert.equal(sideAt(SQUARE, [0.5, 0.5], 10, SIZE), -1)
})

test('inside and outside of boxes and polygons agree', () => {
  const inside = fc.double({ min: 0.21, max: 0.79, noNaN: true })
  const box = { kind: 'box', x: 0.2, y: 0.2, width: 0.6, height: 0.6 } as const
  fc.assert(
    fc.property(inside, inside, (x, y) => {
      assert.ok(isWithin(box, [x, y]) && isWithin({ kind: 'polygon', points: SQUARE }, [x, y]))
      assert.ok(!isWithin(box, [x, y + 0.7]) && !isWithin({ kind: 'polygon', points: SQUARE }, [x, y + 0.7]))
    }),
  )
})
