import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openSession } from '../runtime/session.ts'
import { ResightError } from '../types.ts'
import { temporaryFolder, TINY_MODELS } from './golden-for-tests.ts'
import { readOnnxSignature } from './onnx-signature.ts'

const GRAPHS = readdirSync(TINY_MODELS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => join(TINY_MODELS, name))

test('inputs and outputs are those that the runtime itself finds', async () => {
  assert.ok(GRAPHS.length >= 14)
  for (const path of GRAPHS) {
    const signature = readOnnxSignature(path)
    const { session } = await openSession(path, { device: 'cpu' })
    for (const [own, metadata] of [
      [signature.inputs, session.inputMetadata],
      [signature.outputs, session.outputMetadata],
    ] as const) {
      assert.equal(own.length, metadata.length, path)
      own.forEach(({ name, type, dims }, i) => {
        const theirs = metadata[i]
        assert.ok(theirs?.isTensor)
        assert.deepEqual([name, type, dims.length], [theirs.name, theirs.type, theirs.shape.length], path)
        // The runtime also infers sizes that the file leaves open.
        dims.forEach((size, k) => assert.ok(size === null || size === theirs.shape[k], `${path} ${name}`))
      })
    }
    await session.release()
  }
})

test('a file that is cut or altered anywhere gives a signature or a ResightError', (t) => {
  const folder = temporaryFolder(t)
  const whole = readFileSync(join(TINY_MODELS, 'tiny-mobileclip/onnx/vision_model.onnx'))
  const path = join(folder, 'altered.onnx')
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: whole.length }),
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      (length, changes) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes[at] = value
        writeFileSync(path, bytes.subarray(0, length))
        try {
          assert.ok(readOnnxSignature(path).outputs.length > 0)
        } catch (error) {
          assert.ok(error instanceof ResightError && error.code === 'corrupt', String(error))
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('a file cut short is never taken for whole', (t) => {
  const path = join(temporaryFolder(t), 'cut.onnx')
  const whole = readFileSync(join(TINY_MODELS, 'tiny-mobileclip/onnx/vision_model.onnx'))
  // The last fields of a ModelProto are its opset and metadata; everything before them is the graph.
  for (const length of [0, 1, 10, 1000, whole.length - 200]) {
    writeFileSync(path, whole.subarray(0, length))
    assert.throws(() => readOnnxSignature(path), { code: 'corrupt' })
  }
})

test('a file that is not there is named', () => {
  assert.throws(() => readOnnxSignature('/nowhere/vision_model.onnx'), {
    code: 'not-found',
    message: /\/nowhere\/vision_model\.onnx/,
  })
})
