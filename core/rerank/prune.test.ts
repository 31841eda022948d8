import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pruneCandidates } from './prune.ts'

const shortlist = (similarities: readonly number[]) =>
  similarities.map((similarity, photoId) => ({ photoId, similarity }))
const ids = (similarities: readonly number[], k: number, share: number) =>
  pruneCandidates(shortlist(similarities), k, share).map(({ photoId }) => photoId)

test('by hand: k-th 0.8, lowest 0.4, so half of the way down is 0.6', () => {
  const similarities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
  assert.deepEqual(ids(similarities, 2, 0), [0, 1])
  assert.deepEqual(ids(similarities, 2, 0.49), [0, 1, 2])
  assert.deepEqual(ids(similarities, 2, 0.51), [0, 1, 2, 3])
  assert.deepEqual(ids(similarities, 2, 1), [0, 1, 2, 3, 4, 5])
})

test('nobody is pruned from k or fewer, nor who ties with the k-th', () => {
  assert.deepEqual(ids([0.9, 0.1], 2, 0), [0, 1])
  assert.deepEqual(ids([], 2, 0), [])
  assert.deepEqual(ids([0.5, 0.5, 0.5, 0.5], 2, 0), [0, 1, 2, 3])
})

test('another shift or scale of the similarities prunes the same; a larger share never prunes more', () => {
  const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
      (similarities, k, share) => {
        const kept = ids(similarities, k, share)
        // Whole numbers, a power of two and quarters: no rounding.
        const other = similarities.map((similarity) => similarity * 8 + 1000)
        assert.deepEqual(ids(other, k, share), kept)
        assert.ok(kept.length >= Math.min(k, similarities.length))
        const more = new Set(ids(similarities, k, Math.min(1, share + 0.25)))
        assert.ok(kept.every((id) => more.has(id)))
      },
    ),
    { seed: 7 },
  )
})
