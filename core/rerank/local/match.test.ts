import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runInChild } from '../../runtime/run-in-child.ts'
import { createSession, type Feeds, type Provider } from '../../runtime/create-session.ts'
import { webgpuForTests } from '../../runtime/swiftshader.ts'
import { disagreement, TOLERANCES } from '../../runtime/tolerance.ts'
import type { TokenSet } from '../../types.ts'
import { quantiseTokens } from '../quantise.ts'
import { descriptors } from './features-for-tests.ts'
import { matchFeatures, matchFeeds, passes } from './match.ts'
import { matchReference, nearestReference } from './match.reference.ts'

const GRAPH = fileURLToPath(new URL('../graphs/match.onnx', import.meta.url))
const session = await createSession(GRAPH, { device: 'cpu' })
after(() => session.release())

/** Around the tile sizes that providers use, and ragged. */
const CASES = [
  { query: descriptors(2, 1, 1), candidates: [descriptors(1, 1, 2)] },
  { query: descriptors(5, 31, 3), candidates: [descriptors(7, 31, 4), descriptors(2, 31, 5), descriptors(16, 31, 6)] },
  { query: descriptors(65, 64, 7), candidates: [descriptors(33, 64, 8), descriptors(64, 64, 9)] },
  { query: descriptors(17, 128, 10), candidates: [descriptors(130, 128, 11)] },
]

async function assertGraph(device: Provider, env: NodeJS.ProcessEnv): Promise<void> {
  const answer = await runInChild(
    {
      model: GRAPH,
      devices: [device],
      feeds: CASES.map(({ query, candidates }) => matchFeeds(query, candidates)),
      cpuFallback: false,
      timedRuns: 0,
    },
    { timeoutMs: 120_000, env },
  )
  assert.ok(answer.ok, answer.ok ? '' : answer.reason)
  CASES.forEach(({ query, candidates }, i) => {
    const outputs = answer.runs[0]!.outputs[i]!
    candidates.forEach((candidate, c) => assertNearest(outputs, query, candidate, c, device))
  })
}

function assertNearest(outputs: Feeds, query: TokenSet, candidate: TokenSet, c: number, device: Provider): void {
  const expected = nearestReference(query, candidate)
  const longest = outputs['similarities']!.dims[1]!
  const rows = (name: string) => [...outputs[name]!.data].slice(2 * c * longest, 2 * (c * longest + candidate.k))
  const problem = disagreement(rows('similarities'), expected.similarities.flat(), TOLERANCES[device].float32)
  assert.equal(problem, null)
  assert.deepEqual(rows('nearest').map(Number), expected.nearest.flat())
  const columns = outputs['back']!.dims[2]!
  const back = [...outputs['back']!.data].slice(c * columns, c * columns + query.k)
  // A zero that fills a candidate up may be nearer than what points away; below any floor either way.
  const nearest = candidate.k < longest ? expected.back.map((cosine) => Math.max(0, cosine)) : expected.back
  assert.equal(disagreement(back, nearest, TOLERANCES[device].float32), null)
}

test('the graph finds the neighbours that the reference finds, on cpu', () => assertGraph('cpu', process.env))

const webgpu = webgpuForTests()
test('and on webgpu, no node of it on the CPU', { skip: 'skip' in webgpu && webgpu.skip }, async () => {
  if ('env' in webgpu) await assertGraph('webgpu', webgpu.env)
})

test('matches are mutual, above the floor and clear of the second best, as worked out by hand', async () => {
  const rows = (...of: number[][]) => quantiseTokens({ n: of.length, d: 2, data: Float32Array.from(of.flat()) })
  const query = rows([1, 0], [0, 1], [0.8, 0.6])
  const candidate = rows([1, 0], [0.96, 0.28])
  const all = (await matchFeatures(session, query, [candidate], { floor: 0, ratio: 1 }))[0]!
  assert.deepEqual(
    all.map((match) => [match.query, match.candidate]),
    [[0, 0]],
  )
  assert.ok(Math.abs(all[0]!.similarity - 1) < 1e-3)
  const [none] = await matchFeatures(session, rows([0, 1]), [candidate], { floor: 0.5, ratio: 1 })
  assert.deepEqual(none, [])
})

test('of keypoints that are the same, the first is matched', async () => {
  const rows = (...of: number[][]) => quantiseTokens({ n: of.length, d: 2, data: Float32Array.from(of.flat()) })
  const [matches] = await matchFeatures(session, rows([0, 1], [1, 0]), [rows([1, 0], [1, 0])], { floor: 0, ratio: 1 })
  assert.deepEqual(
    matches!.map((match) => [match.query, match.candidate]),
    [[1, 0]],
  )
})

test('a whole shortlist gives what each candidate gives alone, and what the reference gives', async () => {
  const { query, candidates } = CASES[1]!
  const settings = { floor: 0.05, ratio: 0.98 }
  const together = await matchFeatures(
    session,
    query,
    [...candidates, { ...candidates[0]!, k: 0, data: new Int8Array(0), scales: new Float32Array(0) }],
    settings,
  )
  assert.deepEqual(together[3], [])
  let count = 0
  for (const [c, candidate] of candidates.entries()) {
    const expected = matchReference(query, candidate, settings)
    const pairs = (list: typeof expected) => list.map((match) => [match.query, match.candidate])
    assert.deepEqual(pairs(together[c]!), pairs(expected))
    count += expected.length
  }
  assert.ok(count > 5)
})

test('the ratio is one of distances', () => {
  // Distances of cosines 0.98 and 0.92: 0.2 and 0.4.
  assert.ok(passes(0.98, 0.92, { floor: 0, ratio: 0.51 }))
  assert.ok(!passes(0.98, 0.92, { floor: 0, ratio: 0.49 }))
  assert.ok(!passes(0.98, 0.92, { floor: 0.99, ratio: 1 }))
})

test('descriptors of another width are refused by name', async () => {
  const refused = matchFeatures(session, descriptors(3, 4, 1), [descriptors(3, 5, 1)], { floor: 0, ratio: 1 })
  await assert.rejects(refused, { code: 'invalid-argument', message: /candidates\[0\]\.d/ })
})
