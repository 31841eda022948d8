import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { disagreement } from '../runtime/tolerance.ts'
import { fuseSimilarities } from './fuse.ts'

const TOLERANCE = { absolute: 1e-9, relative: 1e-9 }
const list = (length: number) =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
const lists = fc.integer({ min: 2, max: 30 }).chain((length) => fc.tuple(list(length), list(length)))

test('by hand: deviations of ±1 in both, of mean 2 and 10, deviation 1 and 5', () => {
  assert.deepEqual(fuseSimilarities([3, 1], [5, 15], 0.5), [2, 2])
  assert.deepEqual(fuseSimilarities([3, 1], [15, 5], 0.5), [3, 1])
  assert.deepEqual(fuseSimilarities([3, 1], [5, 15], 0.25), [1.5, 2.5])
})

test('share 0 is late interaction alone, untouched; share 1 the first stage alone', () => {
  assert.deepEqual(fuseSimilarities([3, 1], [0.1, 0.2], 0), [0.1, 0.2])
  assert.deepEqual(fuseSimilarities([3, 1], [0.1, 0.2], 1), [3, 1])
})

test('where one of them says nothing the other decides', () => {
  assert.deepEqual(
    fuseSimilarities([2, 2, 2], [0, 1, 2], 0.5).map((_, i, all) => all[i]! > (all[i - 1] ?? -Infinity)),
    [true, true, true],
  )
  assert.deepEqual(fuseSimilarities([3, 1], [7, 7], 0.5), [2.5, 1.5])
  assert.deepEqual(fuseSimilarities([3], [7], 0.5), [3])
})

test('the scale of late interaction does not matter, and the result has the first stage’s mean', () => {
  fc.assert(
    fc.property(lists, ([first, late]) => {
      const fused = fuseSimilarities(first, late, 0.5)
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      if (new Set(first).size > 1) assert.equal(disagreement([mean(fused)], [mean(first)], TOLERANCE), null)
      // Powers of two, so that rounding is the same.
      const scaled = fuseSimilarities(
        first,
        late.map((value) => value * 4),
        0.5,
      )
      assert.equal(disagreement(scaled, fused, { absolute: 1e-6, relative: 1e-6 }), null)
    }),
    { seed: 7 },
  )
})
