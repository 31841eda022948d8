import assert from 'node:assert/strict'
import test from 'node:test'
import { levelOf, stepQuality } from './quality-level.ts'

test('levels reach from useless to perfect, and steps stay within', () => {
  assert.deepEqual([0, 0.25, 0.6, 1].map(levelOf), [1, 2, 3, 5])
  assert.equal(levelOf(null), null)
  assert.equal(stepQuality(null, 1), 0.5)
  assert.equal(stepQuality(1, 1), 1)
  assert.equal(stepQuality(0, -1), 0)
  let quality = 0
  for (let steps = 0; steps < 4; steps++) quality = stepQuality(quality, 1)
  assert.equal(quality, 1)
  // What a detector said is rounded to a level, then moved by one.
  assert.equal(stepQuality(0.83, -1), 0.5)
})
