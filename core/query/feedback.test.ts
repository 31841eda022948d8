import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applyFeedback, LIKE_WEIGHT, UNLIKE_WEIGHT } from './feedback.ts'

function order(similarities: ArrayLike<number>): readonly number[] {
  return Array.from(similarities, (_, row) => row).sort((a, b) => similarities[b]! - similarities[a]!)
}

function zScores(list: ArrayLike<number>): readonly number[] {
  const values = Array.from(list)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return values.map((value) => (value - mean) / Math.sqrt(variance))
}

test('a photo like the liked one rises, one like the unliked one falls, worked by hand', () => {
  const base = [3, 2, 1]
  // z of base: 1, 0, -1; of liked: -1, 1, 0; of unliked: 0, -1, 1. Mean 2, deviation 1.
  const moved = applyFeedback(base, [0, 0.8, 0.4], [0.4, 0.2, 0.6])
  const expected = [
    2 + (1 - LIKE_WEIGHT) / (1 + LIKE_WEIGHT),
    2 + (LIKE_WEIGHT + UNLIKE_WEIGHT) / (1 + LIKE_WEIGHT),
    2 + (-1 - UNLIKE_WEIGHT) / (1 + LIKE_WEIGHT),
  ]
  moved.forEach((value, row) => assert.ok(Math.abs(value - expected[row]!) < 1e-9, `${value} at ${row}`))
})

test('likes that say the same as the query change nothing', () => {
  const base = Float32Array.of(0.3, 0.28, 0.2, 0.22, 0.15)
  applyFeedback(base, base, null).forEach((value, row) => assert.ok(Math.abs(value - base[row]!) < 1e-9))
})

test('lists that are all alike, of one photo or of none, are no trouble', () => {
  assert.deepEqual([...applyFeedback([0.2, 0.2], [0.5, 0.5], [0.1, 0.1])], [0.2, 0.2])
  assert.deepEqual([...applyFeedback([0.2], [0.9], [0.1])], [0.2])
  assert.equal(applyFeedback([], [], []).length, 0)
  // A query that says nothing leaves the order to the feedback.
  assert.deepEqual(order(applyFeedback([0.2, 0.2, 0.2], [0.1, 0.9, 0.5], null)), [1, 2, 0])
})

const cases = fc.integer({ min: 3, max: 40 }).chain((n) => {
  const list = fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: n, maxLength: n })
    .filter((values) => new Set(values).size > 2)
    .map((values) => values.map((value) => value / 1000))
  return fc.record({ base: list, liked: list, unliked: list })
})

test('equals the weighted sum of z-scores, keeps the mean, and no list’s offset or scale matters', () => {
  fc.assert(
    fc.property(cases, ({ base, liked, unliked }) => {
      const moved = applyFeedback(base, liked, unliked)
      const [b, l, u] = [base, liked, unliked].map(zScores) as [number[], number[], number[]]
      const expected = b.map((value, row) => value + LIKE_WEIGHT * l[row]! - UNLIKE_WEIGHT * u[row]!)
      const stretched = applyFeedback(
        base,
        liked.map((value) => 0.25 + value / 10),
        unliked.map((value) => 3 * value - 1),
      )
      const mean = (values: Iterable<number>): number =>
        [...values].reduce((sum, value) => sum + value, 0) / base.length
      assert.ok(Math.abs(mean(moved) - mean(base)) < 1e-9)
      for (let i = 0; i < base.length; i++) {
        assert.ok(Math.abs(stretched[i]! - moved[i]!) < 1e-9)
        for (let j = 0; j < base.length; j++) {
          if (expected[i]! > expected[j]! + 1e-9) assert.ok(moved[i]! > moved[j]!)
        }
      }
    }),
  )
})
