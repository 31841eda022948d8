import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Matrix } from '../types.ts'
import { heatMap } from './heat-map.ts'

function unitRows(rows: readonly (readonly number[])[]): Matrix {
  const d = rows[0]?.length ?? 0
  const data = Float32Array.from(rows.flatMap((row) => row.map((value) => value / Math.hypot(...row))))
  return { n: rows.length, d, data }
}

test('each place shows its best cosine with the part, in grid order', () => {
  const grid = unitRows([
    [1, 0],
    [0, 1],
    [-1, 0],
    [1, 1],
  ])
  const close = (actual: readonly number[], expected: readonly number[]): void => {
    assert.equal(actual.length, expected.length)
    actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value} at ${i}`))
  }
  close(heatMap(grid, unitRows([[1, 0]])), [1, 0, -1, Math.SQRT1_2])
  const both = unitRows([
    [1, 0],
    [0, 1],
  ])
  close(heatMap(grid, both), [1, 1, 0, Math.SQRT1_2])
})

const tokens = fc
  .array(
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
      .filter((row) => Math.hypot(...row) > 0.05),
    { minLength: 1, maxLength: 12 },
  )
  .map(unitRows)

test('values are cosines; more tokens never lower one; a token of the photo finds itself', () => {
  fc.assert(
    fc.property(tokens, tokens, (grid, part) => {
      const map = heatMap(grid, part)
      assert.equal(map.length, grid.n)
      for (const value of map) assert.ok(value >= -1 && value <= 1)
      const first = heatMap(grid, { n: 1, d: part.d, data: part.data.slice(0, part.d) })
      map.forEach((value, i) => assert.ok(value >= first[i]!))
      for (const value of heatMap(grid, grid)) assert.ok(value > 1 - 1e-6)
    }),
  )
})

test('what does not fit is refused', () => {
  const grid = unitRows([[1, 0]])
  assert.throws(() => heatMap(grid, { n: 0, d: 2, data: new Float32Array(0) }), { code: 'invalid-argument' })
  assert.throws(() => heatMap(grid, unitRows([[1, 0, 0]])), { code: 'invalid-argument' })
})
