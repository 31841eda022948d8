import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, disagreement, TOLERANCES } from './tolerance.ts'

const TIGHT = { absolute: 1e-6, relative: 1e-6 }

test('numbers agree within the absolute or the relative bound', () => {
  assert.equal(agrees(1e-7, 0, TIGHT), true)
  assert.equal(agrees(1_000_000.5, 1_000_000, TIGHT), true)
  assert.equal(agrees(1.1e-6, 0, TIGHT), false)
  assert.equal(agrees(1_000_002, 1_000_000, TIGHT), false)
})

test('what is not finite agrees with itself only', () => {
  assert.equal(agrees(NaN, NaN, TIGHT), true)
  assert.equal(agrees(Infinity, Infinity, TIGHT), true)
  for (const [actual, expected] of [
    [NaN, 0],
    [0, NaN],
    [NaN, Infinity],
    [Infinity, NaN],
    [Infinity, -Infinity],
    [Infinity, 1e30],
    [1e30, Infinity],
  ] as const) {
    assert.equal(agrees(actual, expected, { absolute: 1e38, relative: 1e38 }), false, `${actual} and ${expected}`)
  }
})

test('a disagreement names the first index, both numbers and how many', () => {
  assert.equal(disagreement([1, 2, 3], [1, 2, 3], TIGHT), null)
  assert.equal(disagreement([1, 2.5, NaN], [1, 2, 3], TIGHT), 'number 1 is 2.5 where 2 was expected (2 of 3 differ)')
})

test('another length disagrees, also where it is empty', () => {
  assert.equal(disagreement([], [1], TIGHT), '0 numbers where 1 were expected')
  assert.equal(disagreement([1, 2], [1], TIGHT), '2 numbers where 1 were expected')
})

test('64-bit integers are compared as numbers', () => {
  assert.equal(disagreement(BigInt64Array.of(1n), [1], TIGHT), null)
  assert.notEqual(disagreement(BigInt64Array.of(2n), [1], TIGHT), null)
})

test('a tolerance that would hide everything is refused', () => {
  for (const absolute of [NaN, -1, Infinity]) {
    assert.throws(() => disagreement([1], [1], { absolute, relative: 0 }), { code: 'invalid-argument' })
  }
})

test('every device has a tolerance that tells 1 from 1.01', () => {
  for (const { float32 } of Object.values(TOLERANCES)) assert.equal(agrees(1.01, 1, float32), false)
})
