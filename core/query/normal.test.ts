import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalCdf } from './normal.ts'

/** erf by its Maclaurin series in float64, good to 1e-15 for small arguments. */
function cdfBySeries(z: number): number {
  const x = z / Math.SQRT2
  let term = x
  let sum = x
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return 0.5 + sum / Math.sqrt(Math.PI)
}

test('agrees with the series where the series is exact', () => {
  for (let z = -3; z <= 3; z += 0.01) {
    assert.ok(Math.abs(normalCdf(z) - cdfBySeries(z)) < 2e-14, `z = ${z}`)
  }
})

test('keeps relative precision in the tail', () => {
  // Values of Python 3's math.erfc(-z / sqrt(2)) / 2.
  const known = new Map([
    [-30, 4.906713927148764e-198],
    [-10, 7.619853024160593e-24],
    [-6, 9.865876450377012e-10],
    [-5.7, 5.990371401063533e-9],
    [-3, 0.0013498980316300957],
  ])
  for (const [z, expected] of known) assert.ok(Math.abs(normalCdf(z) / expected - 1) < 1e-13, `z = ${z}`)
})

test('never falls, and is symmetric', () => {
  let before = 0
  for (let z = -9; z <= 9; z += 0.001) {
    const value = normalCdf(z)
    assert.ok(value >= before, `z = ${z}`)
    assert.ok(Math.abs(value + normalCdf(-z) - 1) < 1e-15, `z = ${z}`)
    before = value
  }
})
