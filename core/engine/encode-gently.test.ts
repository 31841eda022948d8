import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Encoder, Matrix, Pixels } from '../types.ts'
import { gentleEncoder } from './encode-gently.ts'

const D = 2

function picture(value: number): Pixels {
  return { width: 1, height: 1, data: new Uint8Array([value, 0, 0]) }
}

/** Takes `msEach` of a clock of its own for a picture, and gives it its own vector and token. */
function encoderOf(
  msEach: number,
  hasTokens: boolean,
): { readonly encoder: Encoder; readonly runs: number[]; readonly now: () => number } {
  const runs: number[] = []
  let clock = 0
  const unit = (values: readonly number[]): Matrix => {
    return {
      n: values.length,
      d: D,
      data: Float32Array.from(values.flatMap((value) => [Math.cos(value), Math.sin(value)])),
    }
  }
  const encoder: Encoder = {
    id: 'fake',
    d: D,
    space: { id: 'fake', model: 'fake', dtype: 'fp32', preprocessing: 'x', runtime: 'y', d: D },
    pixels: { resize: { kind: 'exact' }, cropPx: { width: 1, height: 1 }, kernel: 'nearest' },
    tokens: hasTokens ? { count: 1, rows: 1, columns: 1 } : null,
    device: 'cpu',
    encodeImages: (batch) => {
      runs.push(batch.length)
      clock += msEach * batch.length
      const values = batch.map(({ data }) => data[0] ?? 0)
      return Promise.resolve({ globals: unit(values), tokens: hasTokens ? values.map((value) => unit([value])) : null })
    },
    encodeTexts: () => Promise.reject(new Error('no texts here')),
    dispose: () => Promise.resolve(),
  }
  return { encoder, runs, now: () => clock }
}

const BATCH = Array.from({ length: 8 }, (_, i) => picture(i))

test('a slow model encodes one photo a run, a fast one up to eight, in between as many as take no longer than a glance', async () => {
  for (const [msEach, last] of [
    [900, 1],
    [50, 2],
    [30, 4],
    [1, 8],
  ] as const) {
    const { encoder, runs, now } = encoderOf(msEach, false)
    const encode = gentleEncoder(encoder, now)
    for (let i = 0; i < 3; i++) await encode(BATCH)
    assert.equal(runs[0], 1, 'nothing is known at first')
    assert.equal(runs.at(-1), last, `${msEach} ms each: ${runs.join(' ')}`)
    assert.ok(runs.every((length) => length === 1 || length * msEach <= 120))
    assert.equal(
      runs.reduce((sum, length) => sum + length, 0),
      24,
    )
  }
})

test('each photo has its own vector and tokens, however it was grouped; others get their turn in between', async () => {
  for (const hasTokens of [false, true]) {
    const { encoder, runs, now } = encoderOf(40, hasTokens)
    let turns = 0
    let isOver = false
    const other = (): void => {
      turns += 1
      if (!isOver) setImmediate(other)
    }
    setImmediate(other)
    const { globals, tokens } = await gentleEncoder(encoder, now)(BATCH)
    isOver = true
    assert.ok(turns >= runs.length, `${turns} turns in ${runs.length} runs`)
    assert.equal(globals.n, 8)
    for (let i = 0; i < 8; i++) assert.ok(Math.abs((globals.data[i * D] ?? NaN) - Math.cos(i)) < 1e-6)
    assert.equal(tokens?.length ?? null, hasTokens ? 8 : null)
    const empty = await gentleEncoder(encoder, now)([])
    assert.deepEqual([empty.globals.n, empty.tokens], [0, null])
  }
})
