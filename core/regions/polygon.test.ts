import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boundsOf, cornersOf, isInside, nearestOn, padded, polygonArea, type Point } from './polygon.ts'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const point = fc.tuple(fraction, fraction) satisfies fc.Arbitrary<Point>

test('a triangle has half of its parallelogram, and its middle inside', () => {
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      const cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
      assert.ok(Math.abs(polygonArea([a, b, c]) - Math.abs(cross) / 2) < 1e-12)
      if (Math.abs(cross) < 1e-3) return
      assert.ok(isInside([(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3], [a, b, c]))
      assert.ok(!isInside([2, 0.5], [a, b, c]))
    }),
  )
})

test('the nearest point of a polygon lies on it, and no point of its edges is nearer', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), point, fraction, (polygon, from, t) => {
      const nearest = nearestOn(polygon, from)
      const distance = Math.hypot(nearest[0] - from[0], nearest[1] - from[1])
      polygon.forEach(([ax, ay], i) => {
        const [bx, by] = polygon[(i + 1) % polygon.length]!
        const on: Point = [ax + t * (bx - ax), ay + t * (by - ay)]
        assert.ok(distance <= Math.hypot(on[0] - from[0], on[1] - from[1]) + 1e-9)
      })
      const { x, y, width, height } = boundsOf(polygon)
      assert.ok(nearest[0] >= x - 1e-9 && nearest[0] <= x + width + 1e-9)
      assert.ok(nearest[1] >= y - 1e-9 && nearest[1] <= y + height + 1e-9)
    }),
  )
})

test('a margin ends where the photo does', () => {
  const { x, y, width, height } = padded({ x: 0.1, y: 0.5, width: 0.4, height: 0.45 }, 0.5)
  assert.deepEqual(
    [x, y, x + width, y + height].map((value) => Math.round(value * 1e6) / 1e6),
    [0, 0.275, 0.7, 1],
  )
  assert.ok(Math.abs(polygonArea(cornersOf({ kind: 'box', x: 0.1, y: 0.2, width: 0.5, height: 0.2 })) - 0.1) < 1e-12)
})
