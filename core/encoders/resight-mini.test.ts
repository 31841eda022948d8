import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ResightError, type Encoder, type Pixels } from '../types.ts'
import { openResightMini } from './resight-mini.ts'
import { TextTokenizer } from './text-tokenizer.ts'

const FOLDER = fileURLToPath(new URL('../../models/resight-mini', import.meta.url))
const GOLDEN = fileURLToPath(new URL('../../models/training/golden.json', import.meta.url))
/** int8 and fp16 weights against float32 ones; measured 0.9987 at worst when the files were made. */
const LEAST_COSINE = 0.995

interface Golden {
  readonly d: number
  readonly image_embeds: string
  readonly token_rows: readonly number[]
  readonly tokens: string
  readonly texts: readonly string[]
  readonly input_ids: readonly (readonly number[])[]
  readonly text_embeds: string
}

const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden
let encoder: Encoder

before(async () => {
  encoder = await openResightMini(FOLDER, { device: 'cpu', threads: 1 })
})
after(() => encoder.dispose())

test('pictures and their patches get the vectors of the PyTorch model', async () => {
  const { globals, tokens } = await encoder.encodeImages(goldenPictures())
  assert.equal(globals.d, golden.d)
  agree(globals.data, floats(golden.image_embeds))
  const rows = tokens?.flatMap((matrix) =>
    golden.token_rows.flatMap((t) => [...matrix.data.subarray(t * matrix.d, (t + 1) * matrix.d)]),
  )
  agree(Float32Array.from(rows ?? []), floats(golden.tokens))
})

test('texts get the vectors of the PyTorch model', async () => {
  const { data } = await encoder.encodeTexts(golden.texts)
  agree(data, floats(golden.text_embeds))
})

test('texts are cut into the same tokens as in Python', async () => {
  const tokenizer = await TextTokenizer.open(FOLDER, { maxTokens: 64, padTo: null, clean: (text) => text })
  golden.texts.forEach((text, i) => {
    assert.deepEqual([...tokenizer.encode([text]).inputIds].map(Number), golden.input_ids[i], text)
  })
})

test('a batch gives what its members give alone', async () => {
  const pictures = goldenPictures()
  const together = await encoder.encodeImages(pictures)
  const texts = ['dog', 'a long line of people waiting in front of a museum in the rain']
  const words = await encoder.encodeTexts(texts)
  for (const [i, picture] of pictures.entries()) {
    const alone = await encoder.encodeImages([picture])
    near(together.globals.data.subarray(i * encoder.d, (i + 1) * encoder.d), alone.globals.data)
  }
  for (const [i, text] of texts.entries()) {
    near(words.data.subarray(i * encoder.d, (i + 1) * encoder.d), (await encoder.encodeTexts([text])).data)
  }
})

test('a missing folder is named', async () => {
  await assert.rejects(
    openResightMini('/nowhere/resight-mini', { device: 'cpu' }),
    (error) => error instanceof ResightError && error.message.includes('/nowhere/resight-mini'),
  )
})

/** The pictures of models/training/recipe/golden.py. */
function goldenPictures(): readonly Pixels[] {
  const rules: readonly ((x: number, y: number) => readonly number[])[] = [
    (x, y) => [0, 1, 2].map((c) => ((x * (3 + c) + y * (5 - c)) ^ ((x * y) >> 3)) & 255),
    (x, y) => [x + 16, y + 16, Math.floor((x + y) / 2) + 16],
    (x, y) => {
      const inside = Math.floor(((x - 112) ** 2 + (y - 112) ** 2) / 64) % 2
      return [60 + 150 * inside, 200 - 120 * inside, 30 + 20 * inside]
    },
  ]
  return rules.map((rule) => {
    const data = new Uint8Array(224 * 224 * 3)
    for (let y = 0; y < 224; y++) for (let x = 0; x < 224; x++) data.set(rule(x, y), (y * 224 + x) * 3)
    return { width: 224, height: 224, data }
  })
}

function floats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
}

function agree(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < actual.length; i += golden.d) {
    let cosine = 0
    for (let j = i; j < i + golden.d; j++) cosine += (actual[j] as number) * (expected[j] as number)
    assert.ok(cosine >= LEAST_COSINE, `row ${i / golden.d}: cosine ${cosine}`)
  }
}

function near(actual: Float32Array, expected: Float32Array): void {
  actual.forEach((value, i) => assert.ok(Math.abs(value - (expected[i] as number)) < 1e-4, `component ${i}`))
}
