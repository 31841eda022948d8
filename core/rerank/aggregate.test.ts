import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { disagreement } from '../runtime/tolerance.ts'
import type { Matrix } from '../types.ts'
import { aggregateReference } from './aggregate.reference.ts'
import { aggregateTokens } from './aggregate.ts'
import { unitRows } from './kernel-cases.ts'

/** float32 results against float64 ones. */
const TOLERANCE = { absolute: 2e-6, relative: 2e-6 }

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { n: rows.length, d: rows[0]!.length, data: Float32Array.from(rows.flat()) }
}

function assertClose(actual: Matrix, expected: readonly (readonly number[])[]): void {
  assert.equal(actual.n, expected.length)
  assert.equal(disagreement(actual.data, expected.flat(), TOLERANCE), null)
}

test('by hand: seeds (1, 0) and then (0, 1), the token between them added to the nearer', () => {
  const tokens = matrix([
    [0, 1],
    [0.6, 0.8],
    [1, 0],
  ])
  // (0, 1) + (0.6, 0.8) = (0.6, 1.8), of length √3.6
  assertClose(aggregateTokens(tokens, Float32Array.of(1, 0), 2), [
    [1, 0],
    [0.6 / Math.sqrt(3.6), 1.8 / Math.sqrt(3.6)],
  ])
})

test('a cluster is added by its mean, not its sum', () => {
  const a = [0.8, 0.6, 0]
  const b = [0.8, 0, 0.6]
  // (1, 0, 0) + ((0.8, 0.6, 0) + (0.8, 0, 0.6)) / 2 = (1.8, 0.3, 0.3)
  const length = Math.hypot(1.8, 0.3, 0.3)
  assertClose(aggregateTokens(matrix([a, [1, 0, 0], b]), Float32Array.of(1, 0, 0), 1), [
    [1.8 / length, 0.3 / length, 0.3 / length],
  ])
})

test('ties go to the smaller index, for the first seed, the next and the assignment', () => {
  const tokens = matrix([
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
    [-1, 0, 0],
  ])
  // All tie as the first; the opposite pair ends last; what is orthogonal to both seeds goes to the first of them.
  assertClose(aggregateTokens(tokens, Float32Array.of(0, 0, 0), 2), [
    aggregateReference(tokens, Float32Array.of(0, 0, 0), 2)[0]!,
    [0, 0, 1],
  ])
})

test('no more tokens than k: each stands for itself', () => {
  const tokens = unitRows(5, 8, 1)
  const out = aggregateTokens(tokens, unitRows(1, 8, 2).data, 16)
  const rows = (m: Matrix) => Array.from({ length: m.n }, (_, i) => m.data.subarray(i * 8, (i + 1) * 8).join(' '))
  assert.deepEqual(
    rows(out)
      .map((row) => row.slice(0, 12))
      .sort(),
    rows(tokens)
      .map((row) => row.slice(0, 12))
      .sort(),
  )
})

test('a seed and a cluster that cancel out leave the seed', () => {
  const tokens = matrix([
    [1, 0],
    [-1, 0],
  ])
  assertClose(aggregateTokens(tokens, Float32Array.of(1, 0), 1), [[1, 0]])
})

test('gives what the reference gives, for any size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(1000),
      (n, d, k, seed) => {
        // In one dimension every cosine is ±1 and clusters cancel out; that case is above.
        const tokens = unitRows(n, d + 1, seed)
        const global = unitRows(1, d + 1, seed + 1).data
        assertClose(aggregateTokens(tokens, global, k), aggregateReference(tokens, global, k))
      },
    ),
    { numRuns: 100, seed: 7 },
  )
})

test('what does not fit, or is not finite, is refused', () => {
  const tokens = unitRows(3, 4, 1)
  const global = unitRows(1, 4, 2).data
  const nan = { ...tokens, data: Float32Array.from(tokens.data, (value, i) => (i === 9 ? NaN : value)) }
  for (const run of [
    () => aggregateTokens(nan, global, 2),
    () => aggregateTokens(tokens, Float32Array.of(1, 0), 2),
    () => aggregateTokens(tokens, global, 0),
    () => aggregateTokens({ n: 0, d: 4, data: new Float32Array(0) }, global, 2),
    () => aggregateTokens({ n: 4, d: 4, data: tokens.data }, global, 2),
  ]) {
    assert.throws(run, { code: 'invalid-argument' })
  }
})
