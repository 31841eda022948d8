import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openSession } from '../runtime/session.ts'
import { webgpuForTests } from '../runtime/swiftshader.ts'
import { disagreement, TOLERANCES } from '../runtime/tolerance.ts'
import type { Matrix, RerankSource } from '../types.ts'
import { assertKernel, unitRows } from './kernel-cases.ts'
import { superGlobalReference } from './superglobal.reference.ts'
import { SUPERGLOBAL, superGlobalFeeds, superGlobalReranker, type SuperGlobalInput } from './superglobal.ts'

interface WrittenCase {
  readonly name: string
  readonly query: number[]
  readonly vectors: number[][]
  readonly neighbours: number
  readonly beta: number
  /** null: too long by hand; kernel and reference must still agree */
  readonly similarities: number[] | null
}

const WRITTEN = (
  JSON.parse(readFileSync(new URL('superglobal.cases.json', import.meta.url), 'utf8')) as WrittenCase[]
).map(({ name, query, vectors, neighbours, beta, similarities }) => {
  const matrix = { n: vectors.length, d: query.length, data: Float32Array.from(vectors.flat()) }
  return { name, input: { query: Float32Array.from(query), vectors: matrix, neighbours, beta }, expected: similarities }
})

const MADE = [
  { m: 2, d: 3, neighbours: 9 },
  { m: 9, d: 16, neighbours: 9 },
  { m: 10, d: 17, neighbours: 9 },
  { m: 11, d: 5, neighbours: 3 },
  { m: 65, d: 130, neighbours: 9 },
].map(({ m, d, neighbours }, seed) => {
  const input: SuperGlobalInput = {
    query: unitRows(1, d, seed).data,
    vectors: unitRows(m, d, seed + 100),
    neighbours,
    beta: SUPERGLOBAL.beta,
  }
  return { name: JSON.stringify({ m, d, neighbours }), input }
})

const KERNEL_CASES = [...WRITTEN, ...MADE].map(({ name, input }) => ({
  name,
  feeds: superGlobalFeeds(input),
  expected: superGlobalReference(input),
}))

test('the reference gives what was worked out by hand', () => {
  for (const { name, input, expected } of WRITTEN) {
    if (expected === null) continue
    assert.equal(disagreement(superGlobalReference(input), expected, TOLERANCES.cpu.float32), null, name)
  }
})

test('the graph gives the reference’s similarities on cpu', async () => {
  await assertKernel('superglobal', 'cpu', KERNEL_CASES, process.env)
})

const webgpu = webgpuForTests()
test('and on webgpu, no node of it on the CPU', { skip: 'skip' in webgpu && webgpu.skip }, async () => {
  if ('env' in webgpu) await assertKernel('superglobal', 'webgpu', KERNEL_CASES, webgpu.env)
})

test('what does not fit, or is not finite, is refused by name', () => {
  const { input } = MADE[0]!
  const nan = Float32Array.from(input.vectors.data, (value, i) => (i === 4 ? NaN : value))
  const wrong: readonly [Partial<SuperGlobalInput>, RegExp][] = [
    [{ vectors: { n: 0, d: 3, data: new Float32Array(0) } }, /vectors/],
    [{ vectors: { ...input.vectors, data: nan } }, /vectors\[4\].*NaN/],
    [{ query: Float32Array.of(1) }, /query/],
    [{ query: Float32Array.of(1, 0, Infinity) }, /query\[2\].*Infinity/],
    [{ neighbours: 1.5 }, /neighbours/],
    [{ beta: NaN }, /beta/],
  ]
  for (const [change, message] of wrong) {
    assert.throws(() => superGlobalFeeds({ ...input, ...change }), { code: 'invalid-argument', message })
  }
})

const opened = await openSession(fileURLToPath(new URL('graphs/superglobal.onnx', import.meta.url)), { device: 'cpu' })
const PHOTOS = unitRows(60, 32, 7)
const QUERY = { global: unitRows(1, 32, 8).data, parts: [] }
const CANDIDATES = Array.from({ length: 60 }, (_, i) => ({ photoId: 100 + i, similarity: 1 - i / 100 }))
const SOURCE: RerankSource = {
  vectors: (ids): Matrix => ({
    n: ids.length,
    d: 32,
    data: Float32Array.from(ids.flatMap((id) => [...PHOTOS.data.subarray((id - 100) * 32, (id - 99) * 32)])),
  }),
  tokens: () => assert.fail('SuperGlobal needs no tokens'),
}

test('only the first M are reordered, by the reference’s similarities; a small library’s M is a tenth of it', async () => {
  const reranker = superGlobalReranker(opened, { ntotal: () => 195 })
  assert.equal(reranker.shortlistLength(10), 20)
  assert.equal(reranker.shortlistLength(50), 50)
  const result = await reranker.rerank(QUERY, CANDIDATES, 10, SOURCE)
  const vectors = SOURCE.vectors(CANDIDATES.slice(0, 20).map(({ photoId }) => photoId))
  const expected = superGlobalReference({ query: QUERY.global, vectors, neighbours: 9, beta: 0.15 })
  const head = result.slice(0, 20)
  // By value: photos with equal similarities may stand in any order.
  const sorted = Float64Array.from(expected).sort().reverse()
  assert.equal(
    disagreement(
      head.map(({ similarity }) => similarity),
      sorted,
      TOLERANCES.cpu.float32,
    ),
    null,
  )
  for (const { photoId, similarity, reranked } of head) {
    assert.equal(disagreement([similarity], [expected[photoId - 100]!], TOLERANCES.cpu.float32), null)
    assert.equal(reranked, true)
  }
  assert.deepEqual(
    result.slice(20),
    CANDIDATES.slice(20).map((candidate) => ({ ...candidate, reranked: false })),
  )
})

test('a large library’s M is 400, and an empty shortlist stays empty', async () => {
  assert.equal(superGlobalReranker(opened, { ntotal: () => 100_000 }).shortlistLength(10), 400)
  assert.deepEqual(await superGlobalReranker(opened, { ntotal: () => 0 }).rerank(QUERY, [], 10, SOURCE), [])
})
