import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { innerProduct, innerProducts } from './inner-product.ts'
import { topRows } from './top-rows.ts'

const similarity = fc.constantFrom(-Infinity, -1, -0, 0, 0.25, 0.5, 1)

test('the best rows are those of a full sort, equal ones by smaller id', () => {
  const property = fc.property(
    fc.array(similarity, { maxLength: 60 }),
    fc.integer({ min: 1, max: 70 }),
    fc.boolean(),
    (values, k, subset) => {
      const similarities = Float32Array.from(values)
      // Ids against the order of rows, all different.
      const ids = Int32Array.from(values, (_, row) => ((row * 37) % 61) + 1)
      const all = Int32Array.from(values.keys())
      const candidates = subset ? all.filter((row) => row % 3 !== 0) : null
      const sorted = [...(candidates ?? all)].sort(
        (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || (ids[a] ?? 0) - (ids[b] ?? 0),
      )
      assert.deepEqual([...topRows(similarities, ids, k, candidates)], sorted.slice(0, k))
    },
  )
  fc.assert(property, { seed: 1, numRuns: 300 })
})

test('four rows a pass give the same bits as one', () => {
  const row = (d: number): fc.Arbitrary<number[]> =>
    fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: d, maxLength: d })
  const property = fc.property(
    fc.integer({ min: 1, max: 9 }).chain((d) => fc.tuple(row(d), fc.array(row(d), { maxLength: 11 }))),
    ([query, vectors]) => {
      const q = Float32Array.from(query)
      const data = Float32Array.from(vectors.flat())
      const out = new Float32Array(vectors.length)
      innerProducts(data, vectors.length, q, out)
      const expected = vectors.map((_, i) => Math.fround(innerProduct(data, i, q)))
      assert.deepEqual([...out], expected)
    },
  )
  fc.assert(property, { seed: 1 })
})
