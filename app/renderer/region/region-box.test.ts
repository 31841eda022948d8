import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { RegionValue } from '../../../core/api.ts'
import { between, moved, resized } from './region-box.ts'

const anywhere = fc.double({ min: -2, max: 3, noNaN: true })
const point = fc.record({ x: anywhere, y: anywhere })

function assertWithin({ x, y, width, height }: RegionValue): void {
  assert.ok(x >= 0 && y >= 0 && width >= 0.04 && height >= 0.04, JSON.stringify({ x, y, width, height }))
  assert.ok(x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9, JSON.stringify({ x, y, width, height }))
}

test('wherever it is drawn, moved and stretched to, a region stays a piece of the photo', () => {
  fc.assert(
    fc.property(point, point, anywhere, anywhere, (a, b, dx, dy) => {
      const region = between(a, b)
      assertWithin(region)
      assertWithin(moved(region, dx, dy))
      assertWithin(resized(region, dx, dy))
    }),
  )
})

test('corners are taken in any order', () => {
  assert.deepEqual(between({ x: 0.75, y: 0.5 }, { x: 0.25, y: 0.1 }), { x: 0.25, y: 0.1, width: 0.5, height: 0.4 })
})

test('moving keeps the size, stretching keeps the corner', () => {
  const region = { x: 0.2, y: 0.3, width: 0.4, height: 0.5 }
  assert.deepEqual(moved(region, 1, -1), { ...region, x: 0.6, y: 0 })
  assert.deepEqual(resized(region, 0.1, 1), { x: 0.2, y: 0.3, width: 0.5, height: 0.7 })
})
