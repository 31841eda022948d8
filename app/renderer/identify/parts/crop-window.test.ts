import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import { boxOf, cropWindow, sideNeeded, wholeWindow } from './crop-window.ts'

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)), `${a} and ${b}`)

test('the box of a polygon reaches to its corners', () => {
  const box = boxOf({
    kind: 'polygon',
    points: [
      [0.2, 0.5],
      [0.6, 0.1],
      [0.4, 0.9],
    ],
  })
  near(box.x, 0.2)
  near(box.y, 0.1)
  near(box.width, 0.4)
  near(box.height, 0.8)
})

test('a window has the aspect of its tile, lies within the photo, and shows a region that fits', () => {
  const share = fc.double({ min: 0.05, max: 0.45, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 50, max: 8000 }),
      fc.integer({ min: 50, max: 8000 }),
      fc.record({ x: share, y: share, width: share, height: share }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      (width, height, box, aspect) => {
        const region: AnnotationRegion = { kind: 'box', ...box }
        const window = cropWindow({ width, height }, region, { aspect, margin: 0 })
        near(window.width / window.height, aspect)
        assert.ok(window.x >= -1e-6 && window.y >= -1e-6)
        assert.ok(window.x + window.width <= width + 1e-6 && window.y + window.height <= height + 1e-6)
        const isAllShown = window.width >= box.width * width - 1e-6 && window.height >= box.height * height - 1e-6
        // It is less only where the photo has no room for more.
        assert.ok(isAllShown || Math.abs(window.width - width) < 1e-6 || Math.abs(window.height - height) < 1e-6)
      },
    ),
  )
})

test('a whole photo shows its middle', () => {
  assert.deepEqual(wholeWindow({ width: 300, height: 100 }, 1), { x: 100, y: 0, width: 100, height: 100 })
})

test('a small region of a large photo needs the photo large', () => {
  const photo = { width: 4000, height: 3000 }
  assert.equal(sideNeeded(photo, { x: 0, y: 0, width: 400, height: 400 }, 200), 2000)
})
