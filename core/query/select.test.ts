import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { selectBest } from './select.ts'

test('equals sorting everything, with ties by smaller id', () => {
  // Few distinct values, so that ties are the rule.
  const rows = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 0, maxLength: 500 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 60 }), fc.boolean(), (values, k, filtered) => {
      // Ids neither sorted nor dense.
      const ids = Int32Array.from(values, (_, row) => 1 + ((row * 7919) % 10007))
      const accepts = (id: number): boolean => id % 3 !== 0
      const expected = values
        .map((similarity, row) => ({ photoId: ids[row]!, similarity }))
        .filter(({ photoId }) => !filtered || accepts(photoId))
        .sort((a, b) => b.similarity - a.similarity || a.photoId - b.photoId)
        .slice(0, k)
      assert.deepEqual(selectBest(ids, Float64Array.from(values), k, filtered ? accepts : undefined), expected)
    }),
  )
})

test('a similarity that is no number is never returned', () => {
  const found = selectBest(Int32Array.of(1, 2, 3), Float32Array.of(NaN, 0.1, NaN), 3)
  assert.deepEqual(
    found.map(({ photoId }) => photoId),
    [2],
  )
})
