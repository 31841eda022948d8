import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pixels } from '../types.ts'
import { DualEncoder } from './dual-encoder.ts'

const PIXELS = { resize: { kind: 'exact' }, cropPx: { width: 2, height: 1 }, kernel: 'cubic' } as const
const SPACE = { id: 's', model: 'm', dtype: 'fp32', preprocessing: 'p', runtime: 'r', d: 2 }
const GRID = { count: 1, rows: 1, columns: 1 }

/** Gives a picture's first two bytes as its vector, and records who ran when. */
class Recorder extends DualEncoder {
  readonly log: string[] = []
  readonly device = 'cpu'
  constructor(tokens: typeof GRID | null = null) {
    super({ id: 'recorder', space: SPACE, pixels: PIXELS, tokens })
  }

  protected async embedImages(
    batch: readonly Pixels[],
  ): Promise<{ globals: Float32Array; tokens: Float32Array | null }> {
    this.log.push('images in')
    await new Promise((resolve) => setTimeout(resolve, 5))
    this.log.push('images out')
    const globals = Float32Array.from(batch.flatMap(({ data }) => [data[0]!, data[1]!]))
    return { globals, tokens: this.tokens && globals.map((value) => value * 3) }
  }

  protected async embedTexts(batch: readonly string[]): Promise<Float32Array> {
    this.log.push('texts in')
    if (batch.includes('fail')) throw new Error('failed')
    await new Promise((resolve) => setTimeout(resolve, 1))
    this.log.push('texts out')
    return Float32Array.from(batch.flatMap((text) => (text === 'nan' ? [NaN, 1] : [text.length, 0])))
  }

  protected async release(): Promise<void> {
    this.log.push('released')
  }
}

function picture(...bytes: number[]): Pixels {
  return { width: 2, height: 1, data: Uint8Array.of(...bytes, 0, 0, 0, 0, 0, 0).slice(0, 6) }
}

test('vectors and tokens come out with length one', async () => {
  const { globals, tokens } = await new Recorder(GRID).encodeImages([picture(3, 4), picture(0, 7)])
  assert.deepEqual(globals, { n: 2, d: 2, data: Float32Array.of(0.6, 0.8, 0, 1) })
  assert.deepEqual(
    tokens?.map(({ n, d, data }) => [n, d, ...data.map((v) => Math.round(v * 10))]),
    [
      [1, 2, 6, 8],
      [1, 2, 0, 10],
    ],
  )
})

test('an empty batch gives an empty answer and computes nothing', async () => {
  const encoder = new Recorder(GRID)
  assert.deepEqual(await encoder.encodeImages([]), { globals: { n: 0, d: 2, data: new Float32Array(0) }, tokens: [] })
  assert.deepEqual(await encoder.encodeTexts([]), { n: 0, d: 2, data: new Float32Array(0) })
  assert.deepEqual(encoder.log, [])
})

test('a picture of another size, or with other bytes than it says, is refused by number', async () => {
  const encoder = new Recorder()
  const wide = { width: 3, height: 1, data: new Uint8Array(9) }
  await assert.rejects(encoder.encodeImages([picture(1, 1), wide]), {
    code: 'invalid-argument',
    message: /2 × 1 pixels for pictures\[1\] of recorder but received "3 × 1"/,
  })
  const alpha = { width: 2, height: 1, data: new Uint8Array(8) }
  await assert.rejects(encoder.encodeImages([alpha]), { message: /6 bytes \(RGB\) for pictures\[0\]\.data/ })
  await assert.rejects(encoder.encodeTexts(['ok', 7 as unknown as string]), { message: /text for texts\[1\]/ })
  assert.deepEqual(encoder.log, [])
})

test('a vector without direction is an error, never a zero', async () => {
  const encoder = new Recorder()
  await assert.rejects(encoder.encodeImages([picture(1, 1), picture(0, 0)]), {
    code: 'corrupt',
    message: /picture 2 of 2/,
  })
  await assert.rejects(encoder.encodeTexts(['nan']), { code: 'corrupt', message: /text 1 of 1/ })
})

test('overlapping calls run one after the other, and one that fails stops no other', async () => {
  const encoder = new Recorder()
  const results = await Promise.allSettled([
    encoder.encodeImages([picture(1, 0)]),
    encoder.encodeTexts(['fail']),
    encoder.encodeTexts(['abc']),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(encoder.log, ['images in', 'images out', 'texts in', 'texts in', 'texts out'])
})

test('closing waits for the calls under way, happens once, and refuses later calls', async () => {
  const encoder = new Recorder()
  const running = encoder.encodeImages([picture(1, 0)])
  const closing = Promise.all([encoder.dispose(), encoder.dispose()])
  await assert.rejects(encoder.encodeTexts(['late']), { message: /recorder was used after it was closed/ })
  assert.equal((await running).globals.n, 1)
  await closing
  assert.deepEqual(encoder.log, ['images in', 'images out', 'released'])
})
