import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { encodeOnnxModel } from './onnx-model.ts'
import type { ChildAnswer } from './run-in-child.ts'
import { webgpuForTests } from './swiftshader.ts'
import { forgetVerdicts, judge, weigh, type Probe } from './verdict.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-verdict-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const TOLERANCE = { absolute: 1e-4, relative: 1e-4 }
const SIZE = 256
const PRODUCT = encodeOnnxModel({
  name: 'product',
  doc: '',
  inputs: [{ name: 'a', type: 'float32', dims: [SIZE, SIZE] }],
  outputs: [{ name: 'c', type: 'float32', dims: [SIZE, SIZE] }],
  nodes: [{ op: 'MatMul', inputs: ['a', 'a'], outputs: ['c'] }],
})
const PROBE: Probe = {
  feeds: { a: { type: 'float32', data: new Float32Array(SIZE * SIZE).fill(0.5), dims: [SIZE, SIZE] } },
  tolerance: TOLERANCE,
}

function answer(deviceValue: number, deviceMs: number): ChildAnswer {
  const outputs = (value: number) => [{ y: { type: 'float32' as const, data: Float32Array.of(1, value), dims: [2] } }]
  return {
    ok: true,
    runs: [
      { device: 'webgpu', outputs: outputs(deviceValue), fastestMs: deviceMs },
      { device: 'cpu', outputs: outputs(2), fastestMs: 10 },
    ],
  }
}

test('a device with the right answer is taken when it is faster', () => {
  assert.deepEqual(weigh(answer(2, 1), TOLERANCE), {
    taken: true,
    reason: "same answer, 1.0 ms against the CPU's 10.0 ms",
  })
  assert.equal(weigh(answer(2, 11), TOLERANCE).taken, false)
})

test('a wrong answer is not taken however fast, and the reason says what was wrong', () => {
  assert.deepEqual(weigh(answer(2.1, 1), TOLERANCE), {
    taken: false,
    reason: "its answer is not the CPU's: in y, number 1 is 2.0999999046325684 where 2 was expected (1 of 2 differ)",
  })
  assert.equal(weigh(answer(NaN, 1), TOLERANCE).taken, false)
})

test('an output that is missing is a wrong answer', () => {
  const { runs } = answer(2, 1) as Extract<ChildAnswer, { ok: true }>
  const without = { ok: true as const, runs: [{ ...runs[0]!, outputs: [{}] }, runs[1]!] }
  assert.equal(weigh(without, TOLERANCE).taken, false)
})

test('what is found is remembered in the folder, and a spoilt file costs only another look', async () => {
  const file = join(folder, 'device-verdicts.json')
  const env = { ...process.env, VK_ICD_FILENAMES: join(folder, 'no-driver.json') }
  const first = await judge('webgpu', PRODUCT, PROBE, { cacheFolder: folder, env, timeoutMs: 60_000 })
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const [key] = Object.keys(stored)
  assert.deepEqual(Object.values(stored), [first])

  forgetVerdicts()
  const remembered = { taken: false, reason: 'as found in the file' }
  writeFileSync(file, JSON.stringify({ [key!]: remembered, spoilt: 7 }))
  assert.deepEqual(await judge('webgpu', PRODUCT, PROBE, { cacheFolder: folder, env }), remembered)

  forgetVerdicts(folder)
  writeFileSync(file, '{"')
  const again = await judge('webgpu', PRODUCT, PROBE, { cacheFolder: folder, env, timeoutMs: 60_000 })
  assert.equal(again.taken, first.taken)
})

const webgpu = webgpuForTests()
const software = 'env' in webgpu && webgpu.env['VK_ICD_FILENAMES'] !== undefined ? webgpu.env : null

test('a driver that computes on the CPU is never taken', { skip: software === null && 'no SwiftShader' }, async () => {
  const hidden = await judge('webgpu', PRODUCT, PROBE, { env: software! })
  assert.deepEqual(hidden, { taken: false, reason: 'no graphics driver offers an adapter' })
})

test('nor where the Vulkan loader is too old to hide it', { skip: software === null && 'no SwiftShader' }, async () => {
  const env = { ...software!, VK_LOADER_DRIVERS_DISABLE: 'none-is-called-so' }
  const slow = await judge('webgpu', PRODUCT, PROBE, { env })
  assert.equal(slow.taken, false)
  assert.match(slow.reason, /^no faster here/)
})
