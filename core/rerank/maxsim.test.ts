import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { webgpuForTests } from '../runtime/swiftshader.ts'
import { disagreement, TOLERANCES } from '../runtime/tolerance.ts'
import type { TokenSet } from '../types.ts'
import { assertKernel, noise, unitRows } from './kernel-cases.ts'
import { maxSimReference } from './maxsim.reference.ts'
import { maxSimFeeds, type MaxSimInput } from './maxsim.ts'

interface WrittenCase {
  readonly name: string
  readonly query: number[][]
  readonly weights: number[]
  readonly candidates: { readonly tokens: number[][]; readonly scales: number[] }[]
  readonly similarities: number[]
}

const WRITTEN = (JSON.parse(readFileSync(new URL('maxsim.cases.json', import.meta.url), 'utf8')) as WrittenCase[]).map(
  ({ name, query, weights, candidates, similarities }) => {
    const d = query[0]!.length
    const input: MaxSimInput = {
      query: { n: query.length, d, data: Float32Array.from(query.flat()) },
      weights: Float32Array.from(weights),
      candidates: candidates.map(({ tokens, scales }) => ({
        k: tokens.length,
        d,
        data: Int8Array.from(tokens.flat()),
        scales: Float32Array.from(scales),
      })),
    }
    return { name, input, expected: similarities }
  },
)

/** Around the tile sizes that providers use (4, 16, 32, 64), and ragged in every dimension. */
const SIZES = [
  { n: 1, k: [1], d: 1, q: 1 },
  { n: 1, k: [16], d: 384, q: 16 },
  { n: 2, k: [1, 3], d: 5, q: 2 },
  { n: 3, k: [7, 16, 2], d: 31, q: 17 },
  { n: 4, k: [16], d: 33, q: 15 },
  { n: 17, k: [3, 5], d: 64, q: 1 },
  { n: 65, k: [16], d: 130, q: 3 },
]

const MADE = SIZES.map(({ n, k, d, q }, seed) => {
  const next = noise(seed)
  const candidates = Array.from({ length: n }, (_, c): TokenSet => {
    const tokens = k[c % k.length]!
    return {
      k: tokens,
      d,
      data: Int8Array.from({ length: tokens * d }, () => Math.round(next() * 127)),
      scales: Float32Array.from({ length: tokens }, () => (1 + next() / 2) / (64 * Math.sqrt(d))),
    }
  })
  const weights = Float32Array.from({ length: q }, (_, i) => (i % 3 === 2 ? -0.3 : 1) / q)
  const input: MaxSimInput = { query: unitRows(q, d, seed + 100), weights, candidates }
  return { name: JSON.stringify({ n, k, d, q }), input, expected: maxSimReference(input) }
})

const KERNEL_CASES = [...WRITTEN, ...MADE].map(({ name, input, expected }) => ({
  name,
  feeds: maxSimFeeds(input),
  expected,
}))

test('the reference gives what was worked out by hand', () => {
  for (const { name, input, expected } of WRITTEN) {
    assert.equal(disagreement(maxSimReference(input), expected, TOLERANCES.cpu.float32), null, name)
  }
})

test('the graph gives the reference’s similarities on cpu', async () => {
  await assertKernel('maxsim', 'cpu', KERNEL_CASES, process.env)
})

const webgpu = webgpuForTests()
test('and on webgpu, no node of it on the CPU', { skip: 'skip' in webgpu && webgpu.skip }, async () => {
  if ('env' in webgpu) await assertKernel('maxsim', 'webgpu', KERNEL_CASES, webgpu.env)
})

test('the comparison notices a wrong kernel', async () => {
  const broken = KERNEL_CASES.map((one) => ({ ...one, expected: Array.from(one.expected, (value) => value + 0.01) }))
  await assert.rejects(assertKernel('maxsim', 'cpu', broken, process.env), { code: 'ERR_ASSERTION' })
})

test('what does not fit, or is not finite, is refused by name', () => {
  const { input } = MADE[2]!
  const scales = Float32Array.of(NaN)
  const nan = Float32Array.from(input.query.data, (value, i) => (i === 3 ? NaN : value))
  const wrong: readonly [Partial<MaxSimInput>, RegExp][] = [
    [{ candidates: [] }, /candidates/],
    [{ candidates: [{ k: 0, d: 5, data: new Int8Array(0), scales: new Float32Array(0) }] }, /candidates\[0\]\.k/],
    [{ candidates: [{ k: 1, d: 4, data: new Int8Array(4), scales: Float32Array.of(1) }] }, /candidates\[0\]\.d/],
    [{ candidates: [{ k: 1, d: 5, data: new Int8Array(5), scales }] }, /candidates\[0\]\.scales\[0\].*NaN/],
    [{ weights: Float32Array.of(1) }, /weights/],
    [{ weights: Float32Array.of(1, Infinity) }, /weights\[1\].*Infinity/],
    [{ query: { n: 0, d: 5, data: new Float32Array(0) } }, /query/],
    [{ query: { ...input.query, data: nan } }, /query\[3\].*NaN/],
  ]
  for (const [change, message] of wrong) {
    assert.throws(() => maxSimFeeds({ ...input, ...change }), { code: 'invalid-argument', message })
  }
})
