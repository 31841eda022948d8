import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Matrix, VectorIndex } from '../types.ts'
import { ResightError } from '../types.ts'
import { FaissNodeKernel } from './faiss-node.ts'
import type { FaissNode } from './faiss-node.ts'
import { findFaiss } from './faiss.ts'
import type { FaissWay } from './faiss.ts'
import { createFlatIndex } from './flat.ts'
import { RowIndex } from './row-index.ts'
import { Rows } from './rows.ts'
import { readSnapshot, writeSnapshot } from './snapshot.ts'

interface Kind {
  readonly name: string
  /** Why this kind can't be tested here; null when it can. */
  readonly missing: string | null
  create(rows: Rows): VectorIndex
}

const KINDS: readonly Kind[] = [
  { name: 'flat', missing: null, create: createFlatIndex },
  faissKind('binding'),
  faissKind('faiss-node'),
  rebuildingFaissNode(),
]

function faissKind(way: FaissWay): Kind {
  const found = findFaiss([way])
  const missing = found.way === null ? found.reason : null
  return {
    name: `faiss through ${way}`,
    missing,
    create: (rows) => (found.way === null ? unused() : found.createIndex(rows)),
  }
}

/** As faiss-node, but building FAISS's index anew after three changes, so that small tests pass through that too. */
function rebuildingFaissNode(): Kind {
  const name = 'faiss through faiss-node, rebuilt often'
  try {
    const path = new URL('../../build/faiss/faiss-node.node', import.meta.url).pathname
    const faissNode = createRequire(import.meta.url)(path) as FaissNode
    return { name, missing: null, create: (rows) => new RowIndex(rows, new FaissNodeKernel(faissNode, rows, 3)) }
  } catch {
    return { name, missing: 'build/faiss/faiss-node.node is not compiled here; run npm run setup', create: unused }
  }
}

function unused(): never {
  throw new Error('A kind that is missing was used')
}

/** The oracle: a map, obvious loops, a sort. */
class Oracle {
  readonly vectors = new Map<number, readonly number[]>()

  search(query: readonly number[], k: number, allow?: ReadonlySet<number>): { id: number; similarity: number }[] {
    return [...this.vectors]
      .filter(([id]) => allow === undefined || allow.has(id))
      .map(([id, vector]) => ({ id, similarity: dot(vector, query) }))
      .sort((a, b) => b.similarity - a.similarity || a.id - b.id)
      .slice(0, k)
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return Math.fround(a.reduce((sum, component, i) => sum + component * (b[i] ?? NaN), 0))
}

function matrix(vectors: readonly (readonly number[])[], d: number): Matrix {
  return { n: vectors.length, d, data: Float32Array.from(vectors.flat()) }
}

type Step =
  | { readonly do: 'add'; readonly ids: readonly number[]; readonly which: readonly number[] }
  | { readonly do: 'remove'; readonly ids: readonly number[] }
  | {
      readonly do: 'search'
      readonly which: readonly number[]
      readonly k: number
      readonly allow: readonly number[] | null
    }
  | { readonly do: 'similarities'; readonly which: readonly number[] }
  | { readonly do: 'reconstruct' }
  | { readonly do: 'snapshot' }

const id = fc.integer({ min: 1, max: 90 })
const which = fc.nat(11)
const ids = fc.array(id, { maxLength: 60, size: 'max' })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: ids.chain((list) =>
      fc.record({
        do: fc.constant('add' as const),
        ids: fc.constant(list),
        which: fc.array(which, { minLength: list.length, maxLength: list.length }),
      }),
    ),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), ids }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('search' as const),
      which: fc.array(which, { maxLength: 3 }),
      k: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 100 })),
      allow: fc.option(fc.array(fc.integer({ min: -3, max: 100 }), { maxLength: 80, size: 'max' })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('similarities' as const), which: fc.array(which, { maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reconstruct' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'snapshot' as const }) },
)
const component = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 1e-45, 1e-38, 3e4),
  fc.float({ min: -1, max: 1, noNaN: true }),
)
/** Dimensions around the width of a vector register; twelve vectors, so that ties are frequent. */
const history = fc.constantFrom(1, 2, 31, 32, 33, 70).chain((d) =>
  fc.record({
    d: fc.constant(d),
    palette: fc.array(
      fc.array(component, { minLength: d, maxLength: d }).map((v) => v.map(Math.fround)),
      { minLength: 12, maxLength: 12 },
    ),
    steps: fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }),
  }),
)

for (const kind of KINDS) {
  describe(kind.name, { skip: kind.missing ?? false }, () => {
    test('equals the oracle after any order of operations', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'resight-index-'))
      try {
        await fc.assert(
          fc.asyncProperty(history, (value) => follow(kind, value, folder)),
          { numRuns: 150, seed: 20261122 },
        )
      } finally {
        await rm(folder, { recursive: true })
      }
    })

    test('an empty index answers with padding', async () => {
      const index = kind.create(new Rows(3))
      const query = matrix([[1, 0, 0]], 3)
      assert.deepEqual([...index.search(query, 2).labels], [-1, -1])
      assert.deepEqual([...index.search(query, 2, new Set([1])).similarities], [-Infinity, -Infinity])
      assert.equal((await index.similarities(query)).length, 0)
      assert.equal(index.remove([1, 2]), 0)
      assert.equal(index.ntotal, 0)
    })

    test('vectors that are not finite are refused by name, and nothing is added', () => {
      const index = kind.create(new Rows(2))
      for (const bad of [NaN, Infinity, -Infinity, 1e30])
        assert.throws(
          () =>
            index.add(
              [1, 2],
              matrix(
                [
                  [0, 1],
                  [bad, 0],
                ],
                2,
              ),
            ),
          (error) =>
            error instanceof ResightError &&
            error.code === 'invalid-argument' &&
            /Vector 1 of vectors/.test(error.message),
        )
      assert.equal(index.ntotal, 0)
      index.add([1], matrix([[0, 1]], 2))
      assert.throws(() => index.search(matrix([[NaN, 0]], 2), 1), /Vector 0 of queries/)
      assert.deepEqual([...index.search(matrix([[0, 1]], 2), 1).labels], [1])
    })

    test('wrong shapes, ids and k are refused', async () => {
      const index = kind.create(new Rows(2))
      index.add([5], matrix([[0, 1]], 2))
      const query = matrix([[0, 1]], 2)
      for (const k of [0, -1, 1.5, NaN, 2 ** 40]) assert.throws(() => index.search(query, k), /for k/)
      for (const wrong of [0, -1, 1.5, 2 ** 31]) assert.throws(() => index.add([wrong], query), /for id/)
      assert.throws(() => index.add([1, 2], query), /vectors\.n/)
      assert.throws(() => index.add([1], matrix([[1, 2, 3]], 3)), /vectors\.d/)
      assert.throws(() => index.add([1], { n: 1, d: 2, data: new Float32Array(3) }), /vectors\.data\.length/)
      await assert.rejects(index.similarities(matrix([[1, 2, 3]], 3)), /queries\.d/)
      assert.throws(() => index.reconstruct([5, 6]), /Photo 6 has no vector/)
      assert.deepEqual([...index.ids], [5])
    })
  })
}

async function follow(
  kind: Kind,
  { d, palette, steps }: { d: number; palette: number[][]; steps: readonly Step[] },
  folder: string,
): Promise<void> {
  const oracle = new Oracle()
  let index = kind.create(new Rows(d))
  const pick = (choice: readonly number[]): number[][] => choice.map((i) => palette[i] ?? [])
  for (const each of steps) {
    switch (each.do) {
      case 'add':
        index.add(each.ids, matrix(pick(each.which), d))
        each.ids.forEach((photo, i) => oracle.vectors.set(photo, palette[each.which[i] ?? 0] ?? []))
        break
      case 'remove': {
        const removed = index.remove(each.ids)
        assert.equal(removed, each.ids.filter((photo) => oracle.vectors.delete(photo)).length)
        break
      }
      case 'search': {
        const allow = each.allow === null ? undefined : new Set(each.allow)
        const found = index.search(matrix(pick(each.which), d), each.k, allow)
        assert.equal(found.labels.length, each.which.length * each.k)
        pick(each.which).forEach((query, i) => {
          const expected = oracle.search(query, each.k, allow)
          const padding = each.k - expected.length
          const part = <A extends Int32Array | Float32Array>(array: A): number[] => [
            ...array.subarray(i * each.k, (i + 1) * each.k),
          ]
          assert.deepEqual(part(found.labels), [...expected.map((hit) => hit.id), ...Array<number>(padding).fill(-1)])
          const similarities = [...expected.map((hit) => hit.similarity + 0), ...Array<number>(padding).fill(-Infinity)]
          assert.deepEqual(
            part(found.similarities).map((value) => value + 0),
            similarities,
          )
        })
        break
      }
      case 'similarities': {
        const queries = pick(each.which)
        const found = await index.similarities(matrix(queries, d))
        const rows = [...index.ids]
        assert.equal(found.length, queries.length * rows.length)
        queries.forEach((query, i) =>
          rows.forEach((photo, row) => {
            const vector = oracle.vectors.get(photo) ?? []
            const scale = vector.reduce((sum, value, c) => sum + Math.abs(value * (query[c] ?? NaN)), 0)
            const difference = Math.abs((found[i * rows.length + row] ?? NaN) - dot(vector, query))
            assert.ok(difference <= scale * (d + 8) * 2 ** -24 + 1e-35, `off by ${difference} of ${scale}`)
          }),
        )
        break
      }
      case 'reconstruct': {
        const photos = [...oracle.vectors.keys()]
        const found = index.reconstruct(photos)
        assert.deepEqual([found.n, found.d], [photos.length, d])
        assert.deepEqual(
          [...found.data],
          photos.flatMap((photo) => oracle.vectors.get(photo) ?? []),
        )
        break
      }
      case 'snapshot': {
        const key = { space: { id: 'test', d }, generation: 7, path: join(folder, 'snapshot') }
        await writeSnapshot(index, key)
        const content = await readSnapshot(key)
        assert.ok('ids' in content, JSON.stringify(content))
        index = kind.create(Rows.adopt(content.ids, content.matrix))
        break
      }
    }
    assert.equal(index.ntotal, oracle.vectors.size)
    assert.deepEqual(
      [...index.ids].sort((a, b) => a - b),
      [...oracle.vectors.keys()].sort((a, b) => a - b),
    )
  }
}
