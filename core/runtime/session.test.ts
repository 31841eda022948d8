import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { listDevices } from './devices.ts'
import { encodeOnnxModel } from './onnx-model.ts'
import { graphicsNodes, preferredProviders } from './providers.ts'
import { openSession } from './session.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-session-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const DOUBLE = encodeOnnxModel({
  name: 'double',
  doc: '',
  inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
  outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
  nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
})
const FILE = join(folder, 'double.onnx')
writeFileSync(FILE, DOUBLE)
const NO_GRAPHICS = process.platform === 'linux' && graphicsNodes().length === 0

test('the CPU opens bytes and files', async () => {
  for (const model of [DOUBLE, FILE]) {
    const opened = await openSession(model, { device: 'cpu', threads: 1 })
    assert.deepEqual([opened.device, opened.note], ['cpu', null])
    assert.deepEqual(opened.session.outputNames, ['y'])
  }
})

test('auto without a probe stays on the CPU and says so of every device before it', async () => {
  const opened = await openSession(DOUBLE, { device: 'auto' })
  assert.equal(opened.device, 'cpu')
  for (const device of preferredProviders()) assert.match(opened.note ?? '', new RegExp(`${device}: .+`))
})

test('a missing file and a broken one are different errors, each naming the file and a remedy', async () => {
  const missing = join(folder, 'missing.onnx')
  const broken = join(folder, 'broken.onnx')
  writeFileSync(broken, 'not a model')
  for (const [file, code] of [
    [missing, 'not-found'],
    [broken, 'corrupt'],
  ] as const) {
    await assert.rejects(openSession(file, { device: 'cpu' }), (error: Error & { code: string; remedy: string }) => {
      assert.equal(error.code, code)
      assert.ok(error.message.includes(file))
      assert.ok(error.remedy.length > 0)
      return true
    })
  }
})

test(
  'a device that is not there is an error, not a quiet fallback',
  { skip: !NO_GRAPHICS && 'has graphics' },
  async () => {
    await assert.rejects(openSession(DOUBLE, { device: 'webgpu' }), {
      code: 'unsupported',
      message: /webgpu.*no graphics/,
    })
  },
)

test('the CPU is always among the devices, and every other says why not', async () => {
  const devices = await listDevices({ cacheFolder: folder })
  assert.deepEqual(
    devices.map(({ device }) => device),
    [...preferredProviders(), 'cpu'],
  )
  assert.equal(devices.at(-1)!.usable, true)
  for (const { note } of devices) assert.ok(note.length > 0)
})
