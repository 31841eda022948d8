import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Matrix } from '../types.ts'
import { cachedTexts } from './text-cache.ts'

/** Encodes a text as its length and first code unit, and keeps what it was asked. */
function recorder(): { readonly asked: string[][]; readonly encode: (texts: readonly string[]) => Promise<Matrix> } {
  const asked: string[][] = []
  return {
    asked,
    encode: (texts) => {
      asked.push([...texts])
      const data = Float32Array.from(texts.flatMap((text) => [text.length, text.charCodeAt(0)]))
      return Promise.resolve({ n: texts.length, d: 2, data })
    },
  }
}

test('a text is encoded once, and rows come back in the order asked', async () => {
  const { asked, encode } = recorder()
  const cached = cachedTexts(encode)
  await cached(['dog', 'a cat'])
  const again = await cached(['a cat', 'fox!', 'dog', 'fox!'])
  assert.deepEqual(asked, [['dog', 'a cat'], ['fox!']])
  assert.deepEqual([...again.data], [5, 97, 4, 102, 3, 100, 4, 102])
  assert.deepEqual([again.n, again.d], [4, 2])
})

test('the least recently used text goes first, and one request may exceed the capacity', async () => {
  const { asked, encode } = recorder()
  const cached = cachedTexts(encode, 2)
  await cached(['a'])
  await cached(['b'])
  await cached(['a'])
  await cached(['c'])
  await cached(['a'])
  await cached(['b'])
  assert.deepEqual(asked, [['a'], ['b'], ['c'], ['b']])
  assert.equal((await cached(['x', 'y', 'z', 'x'])).n, 4)
})

test('a failed encoding is not remembered', async () => {
  let fail = true
  const { encode } = recorder()
  const cached = cachedTexts((texts) => (fail ? Promise.reject(new Error('no model')) : encode(texts)))
  await assert.rejects(cached(['a']), /no model/)
  fail = false
  assert.equal((await cached(['a'])).n, 1)
})

test('a caller that writes into the answer does not spoil the cache', async () => {
  const { encode } = recorder()
  const cached = cachedTexts(encode)
  ;(await cached(['dog'])).data.fill(9)
  assert.deepEqual([...(await cached(['dog'])).data], [3, 100])
})
