import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDS, TEXTS, VECTORS, library, plainIndex, rowOf, unitRows, type CountingIndex } from './ports-for-tests.ts'
import { similarityLists } from './similarity-lists.ts'
import { dot } from './vectors.ts'

const { dog, grass } = TEXTS
const sketch = TEXTS['a sketch']

function expected(vector: Float32Array): readonly number[] {
  return IDS.map((_, row) => Math.fround(dot(vector, rowOf(VECTORS, row))))
}

/** Counts the vectors that are multiplied. */
function counting(index: CountingIndex): CountingIndex & { readonly multiplied: number[] } {
  const multiplied: number[] = []
  return Object.assign(Object.create(index) as CountingIndex, {
    multiplied,
    similarities: (queries: Parameters<CountingIndex['similarities']>[0]) => {
      multiplied.push(queries.n)
      return index.similarities(queries)
    },
  })
}

test('only vectors that were not asked before are multiplied, whatever their order', async () => {
  const index = counting(library())
  const first = await similarityLists(index, [dog, grass])
  assert.deepEqual([...first.ids], IDS)
  const second = await similarityLists(index, [sketch, dog.slice(), sketch, grass])
  assert.deepEqual(
    second.lists.map((list) => [...list]),
    [sketch, dog, sketch, grass].map(expected),
  )
  await similarityLists(index, [grass, sketch])
  assert.deepEqual(index.multiplied, [2, 1])
})

test('rows that came, went or changed places make everything new', async () => {
  const rows = { ids: [10, 20, 30], vectors: VECTORS }
  const index = counting(plainIndex(rows.ids, { n: 3, d: 3, data: VECTORS.data.slice(0, 9) }))
  await similarityLists(index, [dog])
  const swapped = unitRows([
    [1, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ])
  const changed = counting(
    Object.defineProperties(index, {
      ids: { value: Int32Array.of(20, 10, 30) },
      similarities: { value: plainIndex([20, 10, 30], swapped).similarities },
    }),
  )
  const { ids, lists } = await similarityLists(changed, [dog])
  assert.deepEqual([...ids], [20, 10, 30])
  assert.ok(Math.abs(lists[0]![1]! - 1) < 1e-6)
})

test('two indexes never share a list', async () => {
  const [one, other] = [counting(library()), counting(plainIndex(IDS, unitRows(IDS.map((id) => [1, id, 0]))))]
  await similarityLists(one, [dog])
  const { lists } = await similarityLists(other, [dog])
  assert.equal(other.multiplied.length, 1)
  assert.notDeepEqual([...lists[0]!], expected(dog))
})

test('an index that never rests is reported as busy', async () => {
  const index = library()
  let next = 100
  const restless = Object.defineProperty(Object.create(index) as CountingIndex, 'ids', {
    get: () => Int32Array.from(IDS, () => next++),
  })
  await assert.rejects(similarityLists(restless, [dog]), { code: 'busy' })
})
