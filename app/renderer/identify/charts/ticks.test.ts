import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { labelStep, ticks } from './ticks.ts'

test('ticks are round, and reach what is drawn', () => {
  assert.deepEqual(ticks(23, 5), [0, 5, 10, 15, 20, 25])
  assert.deepEqual(ticks(1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1])
  assert.deepEqual(ticks(3, 5, true), [0, 1, 2, 3])
  assert.deepEqual(ticks(0, 5), [0, 1])
})

test('ticks reach any value, in few steps', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
      const all = ticks(most, 5)
      assert.ok(all.at(-1)! >= most * (1 - 1e-9))
      assert.ok(all.length >= 2 && all.length <= 7, all.join())
    }),
  )
})

test('labels are thinned to what there is room for', () => {
  assert.equal(labelStep(5, 10), 1)
  assert.equal(labelStep(100, 10), 10)
  assert.equal(labelStep(11, 10), 2)
})
