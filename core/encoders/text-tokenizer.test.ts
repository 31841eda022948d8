import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { copyModels, readGolden, TINY_MODELS } from './golden-for-tests.ts'
import { TextTokenizer } from './text-tokenizer.ts'

const PLAIN = { maxTokens: 77, padTo: null, clean: (text: string): string => text }

test('token ids are those of the Python tokenizers', async () => {
  for (const [model, rules] of [
    ['tiny-clip', PLAIN],
    ['tiny-clip-multilingual', { ...PLAIN, maxTokens: 128 }],
    ['tiny-mobileclip', { ...PLAIN, padTo: 77 }],
    ['tiny-siglip2', { maxTokens: 64, padTo: 64, clean: (text: string) => text.toLowerCase() }],
    ['tiny-siglip', { ...PLAIN, maxTokens: 64, padTo: 64 }],
  ] as const) {
    const golden = readGolden(model)
    const tokenizer = await TextTokenizer.open(join(TINY_MODELS, model), rules)
    golden.texts.forEach((text, i) => {
      assert.deepEqual([...tokenizer.encode([text]).inputIds].map(Number), golden.inputIds[i], `${model}: ${text}`)
    })
  }
})

test('a text too long keeps its closing token and fills the length exactly', async () => {
  const tokenizer = await TextTokenizer.open(join(TINY_MODELS, 'tiny-clip'), PLAIN)
  const [open, close] = [...tokenizer.encode(['']).inputIds]
  const { inputIds, attentionMask, length } = tokenizer.encode(['a black cat '.repeat(500), ''])
  assert.equal(length, 77)
  assert.deepEqual([inputIds[0], inputIds[76], inputIds[77], inputIds[78]], [open, close, open, close])
  assert.deepEqual(attentionMask.slice(76, 80), BigInt64Array.of(1n, 1n, 1n, 0n))
})

test('whatever is typed becomes ids of the vocabulary, no longer than the model takes', async () => {
  for (const model of ['tiny-clip', 'tiny-siglip', 'tiny-siglip2', 'tiny-clip-multilingual']) {
    const tokenizer = await TextTokenizer.open(join(TINY_MODELS, model), { ...PLAIN, maxTokens: 20 })
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.constant('\ud83d')) }),
        (text) => {
          const { inputIds, attentionMask, length } = tokenizer.encode([text])
          assert.ok(length >= 1 && length <= 20)
          assert.equal(inputIds.length, length)
          assert.ok(inputIds.every((id) => id >= 0n && id < 700n))
          assert.ok(attentionMask.every((mask) => mask === 1n))
        },
      ),
      { numRuns: 40 },
    )
  }
})

test('padding is on the side and with the token that the folder names', async (t) => {
  const folder = join(copyModels(t, 'tiny-clip'), 'tiny-clip')
  const file = join(folder, 'tokenizer_config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify({ ...config, padding_side: 'left', pad_token: { content: '!' } }))
  const left = await TextTokenizer.open(folder, { ...PLAIN, padTo: 5 })
  const right = await TextTokenizer.open(join(TINY_MODELS, 'tiny-clip'), { ...PLAIN, padTo: 5 })
  const [open, close] = [...right.encode(['']).inputIds]
  assert.deepEqual([...left.encode(['']).inputIds], [0n, 0n, 0n, open, close])
  assert.deepEqual([...left.encode(['']).attentionMask], [0n, 0n, 0n, 1n, 1n])
  assert.deepEqual([...right.encode(['']).inputIds], [open, close, close, close, close])
})
