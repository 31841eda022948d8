/** For the tests of kernels: numbers that are the same everywhere, and runs on a device in a process of its own. */
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import type { Feeds, Provider } from '../runtime/create-session.ts'
import { runInChild } from '../runtime/run-in-child.ts'
import { disagreement, TOLERANCES } from '../runtime/tolerance.ts'

/** Shader compilation on a CPU that others use too. */
const TIMEOUT_MS = 120_000

/** Uniform in [-1, 1): Mulberry32 (public domain), because tests must fail on every machine or on none. */
export function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1
  }
}

/** @returns [n × d], rows L2-normalised */
export function unitRows(n: number, d: number, seed: number): { n: number; d: number; data: Float32Array } {
  const next = noise(seed)
  const data = Float32Array.from({ length: n * d }, next)
  for (let i = 0; i < n; i++) {
    const row = data.subarray(i * d, (i + 1) * d)
    const length = Math.hypot(...row) || 1
    row.forEach((value, c) => (row[c] = value / length))
  }
  return { n, d, data }
}

/**
 * Runs a kernel on every case on one device, no other device helping out, and compares its similarities with the
 * reference's.
 */
export async function assertKernel(
  graph: string,
  device: Provider,
  cases: readonly { readonly name: string; readonly feeds: Feeds; readonly expected: ArrayLike<number> }[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const answer = await runInChild(
    {
      model: fileURLToPath(new URL(`graphs/${graph}.onnx`, import.meta.url)),
      devices: [device],
      feeds: cases.map(({ feeds }) => feeds),
      cpuFallback: false,
      timedRuns: 0,
    },
    { timeoutMs: TIMEOUT_MS, env },
  )
  assert.ok(answer.ok, answer.ok ? '' : answer.reason)
  const problems = cases.flatMap(({ name, expected }, i) => {
    const { data } = answer.runs[0]!.outputs[i]!['similarities']!
    const problem = disagreement(data, expected, TOLERANCES[device].float32)
    return problem === null ? [] : [`${name}: ${problem}`]
  })
  assert.deepEqual(problems, [])
}
