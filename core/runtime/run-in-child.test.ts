import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { encodeOnnxModel } from './onnx-model.ts'
import { runInChild, type ChildRequest } from './run-in-child.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-child-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const TIMEOUT_MS = 60_000
const DOUBLE: ChildRequest = {
  model: encodeOnnxModel({
    name: 'double',
    doc: '',
    inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
    outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
    nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
  }),
  devices: ['cpu', 'cpu'],
  feeds: [
    { x: { type: 'float32', data: Float32Array.of(1, 2), dims: [2] } },
    { x: { type: 'float32', data: Float32Array.of(3), dims: [1] } },
  ],
  cpuFallback: true,
  timedRuns: 1,
}

test('gives every feed’s outputs for every device', async () => {
  const answer = await runInChild(DOUBLE, { timeoutMs: TIMEOUT_MS })
  assert.ok(answer.ok)
  for (const run of answer.runs) {
    assert.deepEqual(
      run.outputs.map(({ y }) => [...y!.data]),
      [[2, 4], [6]],
    )
    assert.ok(run.fastestMs !== null && run.fastestMs >= 0)
  }
  assert.equal(answer.runs.length, 2)
})

test('a graph that the runtime refuses becomes a reason', async () => {
  const answer = await runInChild({ ...DOUBLE, model: new Uint8Array([1, 2, 3]) }, { timeoutMs: TIMEOUT_MS })
  assert.ok(!answer.ok)
  assert.match(answer.reason, /^cpu: /)
})

test('a driver that aborts the process becomes a reason', async () => {
  const env = loading('process.abort()')
  const answer = await runInChild(DOUBLE, { timeoutMs: TIMEOUT_MS, env })
  assert.ok(!answer.ok)
  assert.match(answer.reason, /its process (ended with|did not take)/)
})

test('a driver that hangs becomes a reason when time is up', async () => {
  const env = loading('for (;;);')
  const answer = await runInChild(DOUBLE, { timeoutMs: 500, env })
  assert.deepEqual(answer, { ok: false, reason: 'no answer within 0.5 s' })
})

/** An environment in which the child does something before it can answer. */
function loading(code: string): NodeJS.ProcessEnv {
  const file = join(folder, `${code.length}.cjs`)
  writeFileSync(file, code)
  return { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(file)}` }
}
