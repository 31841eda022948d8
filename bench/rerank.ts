/**
 * Reranking by tokens and by SuperGlobal, from stored values to the new order, judged by the bare float32 products
 * inside them in the same run; and what aggregation costs a photo at index time.
 *
 *     node bench/rerank.ts [--device cpu] [--threads 2] [--repeats 60] [--write]
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DEVICES, type Device } from '../core/api.ts'
import { aggregateTokens } from '../core/rerank/aggregate.ts'
import { maxSimReference } from '../core/rerank/maxsim.reference.ts'
import { dequantiseTokens, quantiseTokens } from '../core/rerank/quantise.ts'
import { superGlobalReference } from '../core/rerank/superglobal.reference.ts'
import { SUPERGLOBAL, superGlobalReranker } from '../core/rerank/superglobal.ts'
import { TOKENS, tokensReranker } from '../core/rerank/tokens.ts'
import { createSession, runSession, type Feeds } from '../core/runtime/create-session.ts'
import { encodeOnnxModel } from '../core/runtime/onnx-model.ts'
import { openSession } from '../core/runtime/session.ts'
import type { Candidate, Matrix, RerankQuery, RerankSource, TokenSet } from '../core/types.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const WARM_UP = 5
const CANDIDATES = 100
const TOKENS_A_PHOTO = 16
/** Of the built-in encoder's grid, and of a photo in the library. */
const QUERY_TOKENS = [1, 16, 49]
const WIDTHS = [384, 512]

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '2' },
    repeats: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
})
const device = DEVICES.find((name): name is Device => name === values.device) ?? 'cpu'
const threads = Number(values.threads)
const repeats = Number(values.repeats)
const random = seededRandom(1)

const PRODUCT = encodeOnnxModel({
  name: 'product',
  doc: 'The product alone',
  inputs: [
    { name: 'a', type: 'float32', dims: ['n', 'd'] },
    { name: 'b', type: 'float32', dims: ['d', 'q'] },
  ],
  outputs: [{ name: 'c', type: 'float32', dims: ['n', 'q'] }],
  nodes: [{ op: 'MatMul', inputs: ['a', 'b'], outputs: ['c'] }],
})
const product = await createSession(PRODUCT, { device: 'cpu', threads })

const results = {
  device,
  threads,
  tokens: await eachOf(WIDTHS, (d) => eachOf(QUERY_TOKENS, (q) => measureTokens(d, q))),
  superglobal: await eachOf(WIDTHS, measureSuperGlobal),
  aggregation: WIDTHS.map(measureAggregation),
}
console.log(JSON.stringify(results, null, 2))
if (values.write) console.log(`Wrote ${writeRun('rerank', results)}`)

/** 100 photos, everything looked at: no pruning, and one batch. */
async function measureTokens(d: number, q: number): Promise<unknown> {
  const opened = await openSession(graph('maxsim'), { device, threads })
  const reranker = tokensReranker(opened, { ...TOKENS, pruningShare: 1, batch: CANDIDATES })
  const sets = Array.from({ length: CANDIDATES }, () => quantiseTokens(unitRows(TOKENS_A_PHOTO, d)))
  const tokens = unitRows(q, d)
  const query: RerankQuery = { global: tokens.data.subarray(0, d), parts: [{ tokens, weight: 1 }] }
  const source = sourceOf(sets, null)
  const candidates = shortlist(CANDIDATES)
  const all = sets.flatMap((set) => [...dequantiseTokens(set).data])
  const bare = matrixFeeds({ n: CANDIDATES * TOKENS_A_PHOTO, d, data: Float32Array.from(all) }, tokens)
  const times = await alternate(
    () => reranker.rerank(query, candidates, 20, source),
    () => runSession(product, bare),
  )
  const pure = tokensReranker(opened, { ...TOKENS, pruningShare: 1, firstShare: 0 })
  const weights = new Float32Array(q).fill(1 / q)
  const expected = maxSimReference({ query: tokens, weights, candidates: sets })
  const largestError = errorOf(await pure.rerank(query, candidates, CANDIDATES, source), expected)
  await opened.session.release()
  return { d, queryTokens: q, candidates: CANDIDATES, ...times, largestError }
}

async function measureSuperGlobal(d: number): Promise<unknown> {
  const { shortlist: m, neighbours, beta } = SUPERGLOBAL
  const opened = await openSession(graph('superglobal'), { device, threads })
  const reranker = superGlobalReranker(opened, { ntotal: () => 100_000 })
  const vectors = unitRows(m, d)
  const query = { global: unitRows(1, d).data, parts: [] }
  const source = sourceOf([], vectors)
  const candidates = shortlist(m)
  const bare = matrixFeeds(vectors, vectors)
  const times = await alternate(
    () => reranker.rerank(query, candidates, 20, source),
    () => runSession(product, bare),
  )
  const expected = superGlobalReference({ query: query.global, vectors, neighbours, beta })
  const largestError = errorOf(await reranker.rerank(query, candidates, 20, source), expected)
  await opened.session.release()
  return { d, candidates: m, ...times, largestError }
}

/** 49 tokens, the built-in encoder's grid, to 16 int8 ones. CPU time, since other work may share the processor. */
function measureAggregation(d: number): unknown {
  const photos = Array.from({ length: 200 }, () => unitRows(49, d))
  const run = (): void => photos.forEach((photo) => quantiseTokens(aggregateTokens(photo, photo.data.subarray(0, d))))
  run()
  const before = process.cpuUsage()
  run()
  return { d, tokens: 49, kept: TOKENS_A_PHOTO, cpuMsAPhoto: process.cpuUsage(before).user / 1000 / photos.length }
}

/** Both in turn, so that a neighbour's load falls on both. */
async function alternate(
  rerank: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const rerankMs: number[] = []
  const productMs: number[] = []
  for (let i = 0; i < WARM_UP + repeats; i++) {
    for (const [run, times] of [
      [rerank, rerankMs],
      [bare, productMs],
    ] as const) {
      const started = performance.now()
      await run()
      if (i >= WARM_UP) times.push(performance.now() - started)
    }
  }
  return {
    p50Ms: percentile(rerankMs, 50),
    p95Ms: percentile(rerankMs, 95),
    productP50Ms: percentile(productMs, 50),
    timesTheProduct: percentile(rerankMs, 50) / percentile(productMs, 50),
  }
}

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<readonly unknown[]> {
  const out: unknown[] = []
  for (const item of items) out.push(await run(item))
  return out.flat()
}

function graph(name: string): string {
  return fileURLToPath(new URL(`../core/rerank/graphs/${name}.onnx`, import.meta.url))
}

function shortlist(n: number): readonly Candidate[] {
  return Array.from({ length: n }, (_, photoId) => ({ photoId, similarity: 0.9 - photoId / 1000 }))
}

function sourceOf(sets: readonly TokenSet[], vectors: Matrix | null): RerankSource {
  return {
    tokens: (ids) => ids.map((id) => sets[id] ?? null),
    vectors: () => vectors ?? { n: 0, d: 0, data: new Float32Array(0) },
  }
}

function matrixFeeds(a: Matrix, b: Matrix): Feeds {
  const turned = new Float32Array(b.n * b.d)
  for (let i = 0; i < b.n; i++) for (let c = 0; c < b.d; c++) turned[c * b.n + i] = b.data[i * b.d + c]!
  return {
    a: { type: 'float32', data: a.data, dims: [a.n, a.d] },
    b: { type: 'float32', data: turned, dims: [b.d, b.n] },
  }
}

function unitRows(n: number, d: number): Matrix {
  const data = Float32Array.from({ length: n * d }, () => random() - 0.5)
  for (let i = 0; i < n; i++) {
    const row = data.subarray(i * d, (i + 1) * d)
    const length = Math.hypot(...row)
    row.forEach((value, c) => (row[c] = value / length))
  }
  return { n, d, data }
}

function errorOf(result: readonly Candidate[], expected: Float64Array): number {
  return Math.max(...result.map(({ photoId, similarity }) => Math.abs(similarity - expected[photoId]!)))
}
