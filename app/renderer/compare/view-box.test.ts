import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { WHOLE, panned, zoomed } from './view-box.ts'

const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
const shift = fc.double({ min: -5, max: 5, noNaN: true })

test('however it is zoomed and panned, the pane is full of photo', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, shift, shift)), (steps) => {
      const view = steps.reduce((before, [zoom, dx, dy]) => panned(zoomed(before, zoom), dx, dy), WHOLE)
      assert.ok(view.scale >= 1 && view.scale <= 16)
      assert.ok(Math.abs(view.x) + 1 / view.scale / 2 <= 0.5 + 1e-9)
      assert.ok(Math.abs(view.y) + 1 / view.scale / 2 <= 0.5 + 1e-9)
    }),
  )
})

test('zooming all the way out shows the whole again', () => {
  assert.deepEqual(zoomed(panned(zoomed(WHOLE, 4), 1, 1), 0.1), WHOLE)
})

test('a pan by what is seen moves less of the photo the nearer it is', () => {
  assert.equal(panned(zoomed(WHOLE, 4), 0.4, 0).x, 0.1)
})
