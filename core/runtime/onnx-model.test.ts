import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSession, runSession } from './create-session.ts'
import { encodeOnnxModel } from './onnx-model.ts'

test('the runtime opens what is written, and computes with its constants and attributes', async () => {
  const model = encodeOnnxModel({
    name: 'sums',
    doc: 'Σ over an axis of 2·x, largest first',
    inputs: [{ name: 'x', type: 'float32', dims: ['n', 3] }],
    outputs: [
      { name: 'best', type: 'float32', dims: [2] },
      { name: 'rows', type: 'int64', dims: [2] },
    ],
    constants: [
      { name: 'two', dims: [], data: Float32Array.of(2) },
      { name: 'axes', dims: [1], data: BigInt64Array.of(-1n) },
      { name: 'k', dims: [1], data: BigInt64Array.of(2n) },
    ],
    nodes: [
      { op: 'Mul', inputs: ['x', 'two'], outputs: ['x2'] },
      { op: 'ReduceSum', inputs: ['x2', 'axes'], outputs: ['sums'], attributes: { keepdims: 0 } },
      { op: 'TopK', inputs: ['sums', 'k'], outputs: ['best', 'rows'], attributes: { axis: -1 } },
    ],
  })
  const session = await createSession(model, { device: 'cpu' })
  assert.deepEqual(session.inputNames, ['x'])
  const data = Float32Array.of(1, 2, 3, 7, 8, 9, 4, 5, 6)
  const { best, rows } = await runSession(session, { x: { type: 'float32', data, dims: [3, 3] } })
  assert.deepEqual([...best!.data], [48, 30])
  assert.deepEqual([...rows!.data], [1n, 2n])
})

test('lists of integers are written', async () => {
  const model = encodeOnnxModel({
    name: 'turn',
    doc: '',
    inputs: [{ name: 'x', type: 'float32', dims: [1, 2, 3] }],
    outputs: [{ name: 'y', type: 'float32', dims: [3, 1, 2] }],
    nodes: [{ op: 'Transpose', inputs: ['x'], outputs: ['y'], attributes: { perm: [2, 0, 1] } }],
  })
  const session = await createSession(model, { device: 'cpu' })
  const x = { type: 'float32' as const, data: Float32Array.of(1, 2, 3, 4, 5, 6), dims: [1, 2, 3] }
  const { y } = await runSession(session, { x })
  assert.deepEqual([...y!.dims], [3, 1, 2])
  assert.deepEqual([...y!.data], [1, 4, 2, 5, 3, 6])
})
