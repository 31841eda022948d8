import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'node:test'
import type { Matrix } from '../types.ts'
import { findFaiss } from './faiss.ts'
import { createFlatIndex } from './flat.ts'
import { Rows } from './rows.ts'

const D = 96
/** Enough for several threads, of which each gets its own part of the rows. */
const N = 6000

/** Seeded rows of which every fifth repeats an earlier one, so that ties lie in different threads' parts. */
const SOURCE = source()

function source(): Float32Array {
  const random = sequence(42)
  const data = new Float32Array(N * D)
  for (let i = 0; i < data.length; i++) data[i] = random() - 0.5
  for (let row = 5; row < N; row += 5) data.copyWithin(row * D, (row % 50) * D, ((row % 50) + 1) * D)
  return data
}

function rows(): Rows {
  const ids = Int32Array.from({ length: N }, (_, row) => N - row)
  return Rows.adopt(ids, { n: N, d: D, data: SOURCE.slice() })
}

/** A thousand rows whose large components cancel, leaving sums closer to each other than float32 rounds on the way. */
function nearTies(): Rows {
  const random = sequence(3)
  const data = new Float32Array(1000 * D)
  for (let row = 0; row < 1000; row++) {
    let sum = 0
    for (let i = 0; i < D - 1; i++) {
      const value = Math.fround((random() - 0.5) * 1e4)
      data[row * D + i] = value
      sum += value
    }
    data[row * D + D - 1] = random() * 1e-3 - sum
  }
  return Rows.adopt(
    Int32Array.from({ length: 1000 }, (_, row) => row + 1),
    { n: 1000, d: D, data },
  )
}

function queries(): Matrix {
  const random = sequence(7)
  const data = Float32Array.from({ length: 3 * D }, () => random() - 0.5)
  // One query is a row that repeats 120 times.
  data.set(SOURCE.subarray(5 * D, 6 * D), D)
  return { n: 3, d: D, data }
}

function tile(vector: Float32Array, times: number): Float32Array {
  const data = new Float32Array(vector.length * times)
  for (let i = 0; i < times; i++) data.set(vector, i * vector.length)
  return data
}

function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

for (const way of ['binding', 'faiss-node'] as const) {
  const found = findFaiss([way])
  describe(`faiss through ${way}`, { skip: found.way === null ? found.reason : false }, () => {
    if (found.way === null) return

    test('gives what the exact index gives, ties across threads included', () => {
      const index = found.createIndex(rows())
      const flat = createFlatIndex(rows())
      assert.equal(index.kind, 'faiss')
      for (const k of [1, 10, 100, 400, N + 5]) assert.deepEqual(index.search(queries(), k), flat.search(queries(), k))
    })

    test('gives what the exact index gives within small and large filters', () => {
      const index = found.createIndex(rows())
      const flat = createFlatIndex(rows())
      for (const every of [1, 2, 7, 500, N * 2]) {
        const allow = new Set(Array.from({ length: N }, (_, i) => i + 1).filter((id) => id % every === 0))
        assert.deepEqual(index.search(queries(), 20, allow), flat.search(queries(), 20, allow))
      }
    })

    test('orders rows that float32 sums can not tell apart', () => {
      const index = found.createIndex(nearTies())
      const flat = createFlatIndex(nearTies())
      const query = { n: 1, d: D, data: new Float32Array(D).fill(1) }
      for (const k of [1, 3, 50]) {
        const best = flat.search(query, k)
        assert.ok((best.similarities.at(-1) ?? 0) < (best.similarities[0] ?? 0) || k === 1)
        assert.deepEqual(index.search(query, k), best)
        const most = new Set(Array.from({ length: 900 }, (_, i) => i + 1))
        assert.deepEqual(index.search(query, k, most), flat.search(query, k, most))
      }
    })

    test('finds what is best once the best rows are removed, replaced and removed from the end', () => {
      const index = found.createIndex(rows())
      const flat = createFlatIndex(rows())
      const query = { n: 1, d: D, data: SOURCE.slice(8 * D, 9 * D) }
      const agree = (): void => assert.deepEqual(index.search(query, 30), flat.search(query, 30))
      agree()
      const best = [...flat.search(query, 900).labels]
      for (const each of [index, flat]) each.add(best.slice(0, 300), each.reconstruct(best.slice(600)))
      agree()
      for (const each of [index, flat]) each.remove(best.slice(200, 500))
      agree()
      const last = [...flat.ids.slice(-40)]
      for (const each of [index, flat]) each.add(last, { n: 40, d: D, data: tile(query.data, 40) })
      agree()
      for (const each of [index, flat]) for (const id of last.toReversed()) each.remove([id])
      agree()
    })

    test('gives the same similarities as the exact index, up to rounding', async () => {
      const [mine, exact] = [found.createIndex(rows()), createFlatIndex(rows())]
      const products = await mine.similarities(queries())
      const { labels, similarities } = exact.search(queries(), N)
      const rowOf = new Map([...mine.ids].map((id, row) => [id, row]))
      for (let i = 0; i < labels.length; i++) {
        const row = rowOf.get(labels[i] ?? 0) ?? NaN
        const product = products[Math.floor(i / N) * N + row] ?? NaN
        assert.ok(Math.abs(product - (similarities[i] ?? NaN)) < 1e-5)
      }
    })
  })
}

test('without FAISS the reason says what to do, and names no folder of this machine', () => {
  const missing = findFaiss([])
  assert.equal(missing.way, null)
  assert.ok(missing.way === null && /npm run setup/.test(missing.reason))
})

describe('the binding', { skip: findFaiss(['binding']).way === null ? 'FAISS is not compiled here' : false }, () => {
  const load = (): Record<string, (...args: unknown[]) => void> => {
    const path = fileURLToPath(new URL('../../build/faiss/resight-faiss.node', import.meta.url))
    return createRequire(import.meta.url)(path) as Record<string, (...args: unknown[]) => void>
  }
  const floats = new Float32Array(12)
  const labels = new Int32Array(2)

  test('refuses what would read or write outside of its arrays', () => {
    const { search, innerProducts } = load()
    const calls: [RegExp, () => unknown][] = [
      [/12 elements|13|16/, () => search?.(floats, 4, floats, 1, 4, 1, 2, labels, floats)],
      [/vectors/, () => search?.(floats, 2 ** 32 - 1, floats, 1, 2 ** 32 - 1, 1, 2, labels, floats)],
      [/queries/, () => search?.(floats, 3, floats, 4, 4, 1, 2, labels, floats)],
      [/labels/, () => search?.(floats, 3, floats, 1, 4, 1, 3, labels, floats)],
      [/similarities/, () => search?.(floats, 3, floats, 1, 4, 1, 2, labels, new Float32Array(1))],
      [/Float32Array for vectors/, () => search?.(new Float64Array(12), 3, floats, 1, 4, 1, 2, labels, floats)],
      [/Int32Array for labels/, () => search?.(floats, 3, floats, 1, 4, 1, 2, floats, floats)],
      [/positive integer for d/, () => search?.(floats, 3, floats, 1, 0, 1, 2, labels, floats)],
      [/integer for ntotal/, () => search?.(floats, 'three', floats, 1, 4, 1, 2, labels, floats)],
      [/9 arguments/, () => search?.(floats, 3)],
      [/out/, () => innerProducts?.(floats, 3, floats, 1, 4, 1, new Float32Array(2))],
    ]
    for (const [reason, call] of calls) assert.throws(call, reason)
  })

  test('gives the same with any number of threads', () => {
    const { search } = load()
    const source = rows()
    const answers = [1, 2, 3, 8, 64, 5000].map((threads) => {
      const answer = { labels: new Int32Array(50), similarities: new Float32Array(50) }
      search?.(source.data, N, queries().data, 1, D, threads, 50, answer.labels, answer.similarities)
      return answer.similarities
    })
    for (const answer of answers) assert.deepEqual(answer, answers[0])
  })
})
