import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { test } from 'node:test'
import { TOLERANCES, disagreement, type Tolerance } from '../runtime/tolerance.ts'
import { webgpuForTests } from '../runtime/swiftshader.ts'
import type { ImageEncoding, Matrix } from '../types.ts'
import type { EncodeAnswer, EncodeRequest } from './encode-child-for-tests.ts'
import { readGolden, TINY_MODELS, type Golden } from './golden-for-tests.ts'
import { openClipMultilingual } from './clip-multilingual.ts'
import { openClip } from './clip.ts'
import { openMobileClip } from './mobileclip.ts'
import type { Dtype } from './model-folder.ts'
import { openSiglip } from './siglip.ts'

/**
 * How far a component of a unit vector may lie from PyTorch's float32, by precision, on the CPU unless said otherwise. The golden numbers
 * are rounded to seven decimals. Measured: fp32 2.4e-7, fp16 4.7e-4 (weights of 11 bits through four layers),
 * q8 1.2e-2 (weights and activations of 8 bits).
 */
const GOLDEN_TOLERANCES = {
  fp32: { absolute: 2e-6, relative: TOLERANCES.cpu.float32.relative },
  fp16: { absolute: 2e-3, relative: 0 },
  q8: { absolute: 3e-2, relative: 0 },
  /** fp32 on webgpu, measured 2.2e-7 on SwiftShader; a driver may fuse and reorder. */
  webgpu: { absolute: 1e-4, relative: TOLERANCES.webgpu.float32.relative },
} as const satisfies Partial<Record<Dtype | 'webgpu', Tolerance>>
type Precision = keyof typeof GOLDEN_TOLERANCES

const CASES = [
  { model: 'tiny-clip', open: openClip, dtype: 'fp32' },
  { model: 'tiny-clip', open: openClip, dtype: 'fp16' },
  { model: 'tiny-clip', open: openClip, dtype: 'q8' },
  { model: 'tiny-clip-tokens', open: openClip, dtype: 'fp32' },
  { model: 'tiny-clip-multilingual', open: openClipMultilingual, dtype: 'fp32' },
  { model: 'tiny-siglip', open: openSiglip, dtype: 'fp32' },
  { model: 'tiny-siglip2', open: openSiglip, dtype: 'fp32' },
  { model: 'tiny-mobileclip', open: openMobileClip, dtype: 'fp32' },
] as const satisfies readonly { readonly model: string; readonly open: unknown; readonly dtype: Precision }[]

for (const { model, open, dtype } of CASES) {
  test(`${model} in ${dtype} gives what PyTorch gives`, async () => {
    const encoder = await open(`${TINY_MODELS}/${model}`, { id: model, device: 'cpu', dtype })
    try {
      const golden = readGolden(model)
      const texts = await encoder.encodeTexts(golden.texts)
      assertGolden(texts, await encoder.encodeImages(golden.pictures), golden, GOLDEN_TOLERANCES[dtype])
      assert.deepEqual(encoder.tokens, golden.patchEmbeds && { count: 16, rows: 4, columns: 4 })
      assert.equal(encoder.device, 'cpu')
      assert.ok(encoder.space.id.startsWith(`${model}@${dtype}+`), encoder.space.id)
    } finally {
      await encoder.dispose()
    }
  })
}

function assertGolden(texts: Matrix, images: ImageEncoding, golden: Golden, tolerance: Tolerance): void {
  const { globals, tokens } = images
  const d = golden.textEmbeds[0]?.length
  assert.deepEqual([texts.n, texts.d], [golden.texts.length, d])
  assert.equal(disagreement(texts.data, golden.textEmbeds.flat(), tolerance), null, 'texts')
  assert.deepEqual([globals.n, globals.d], [golden.pictures.length, d])
  assert.equal(disagreement(globals.data, golden.imageEmbeds.flat(), tolerance), null, 'pictures')
  if (golden.patchEmbeds === null) {
    assert.equal(tokens, null)
    return
  }
  golden.patchEmbeds.forEach((patches, i) => {
    const own = tokens?.[i]
    assert.deepEqual([own?.n, own?.d], [16, d])
    const expected = patches.flat()
    assert.equal(disagreement(own?.data.slice(0, expected.length) ?? [], expected, tolerance), null, `patches of ${i}`)
  })
}

const webgpu = webgpuForTests()
test('webgpu gives what PyTorch gives', { skip: 'skip' in webgpu && webgpu.skip, timeout: 240_000 }, async () => {
  if (!('env' in webgpu)) return
  // One model: compiling its shaders for a driver on the CPU takes seconds.
  const models = ['tiny-clip-tokens']
  const answer = await encodeInChild({ models, device: 'webgpu' }, webgpu.env)
  models.forEach((model, i) => {
    const { device, texts, images } = answer[i]!
    assert.equal(device, 'webgpu')
    assertGolden(texts, images, readGolden(model), GOLDEN_TOLERANCES.webgpu)
  })
})

function encodeInChild(request: EncodeRequest, env: NodeJS.ProcessEnv): Promise<EncodeAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('encode-child-for-tests.ts', import.meta.url), {
      env,
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('message', (answer: EncodeAnswer) => resolve(answer))
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`ended with ${signal ?? code}: ${errors}`)))
    child.send(request)
  })
}

test('a golden comparison fails for a component that is off, missing or not a number', () => {
  const [expected = []] = readGolden('tiny-clip').textEmbeds
  const tolerance = GOLDEN_TOLERANCES.fp32
  assert.equal(disagreement(expected, expected, tolerance), null)
  for (const bad of [(expected[3] ?? 0) + 1e-3, NaN, Infinity, -(expected[3] ?? 0)]) {
    assert.notEqual(disagreement(expected.with(3, bad), expected, tolerance), null, String(bad))
  }
  assert.notEqual(disagreement(expected.slice(1), expected, tolerance), null)
  for (const { absolute } of Object.values(GOLDEN_TOLERANCES)) assert.ok(absolute < 0.1)
})

test('the golden inputs differ enough that mixing them up would show', () => {
  for (const { model } of CASES) {
    const { imageEmbeds, textEmbeds } = readGolden(model)
    const vectors = [...imageEmbeds, textEmbeds[0] ?? [], textEmbeds[2] ?? [], textEmbeds[4] ?? []]
    for (const [i, a] of vectors.entries()) {
      for (const b of vectors.slice(i + 1)) {
        assert.ok(Math.max(...a.map((value, j) => Math.abs(value - (b[j] ?? 0)))) > 0.04, model)
      }
    }
  }
})

for (const dtype of ['fp32', 'q8'] as const) {
  test(`in ${dtype} a photo's vector does not depend on the photos encoded beside it`, async () => {
    const { pictures, texts } = readGolden('tiny-clip')
    const encoder = await openClip(`${TINY_MODELS}/tiny-clip`, { id: 'tiny-clip', device: 'cpu', dtype })
    const many = Array.from({ length: 19 }, (_, i) => pictures[i % pictures.length]!)
    const together = await encoder.encodeImages(many)
    const alone = await encoder.encodeImages(many.slice(18))
    const tolerance = dtype === 'q8' ? { absolute: 0, relative: 0 } : TOLERANCES.cpu.float32
    assert.equal(disagreement(alone.globals.data, together.globals.data.slice(18 * encoder.d), tolerance), null)
    const [first = ''] = texts
    const words = await encoder.encodeTexts(texts)
    const word = await encoder.encodeTexts([first])
    assert.equal(disagreement(word.data, words.data.slice(0, encoder.d), tolerance), null)
    await encoder.dispose()
  })
}
