import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promiseCache } from './promise-cache.ts'

function counting(): { readonly made: string[]; make(key: string): () => Promise<string> } {
  const made: string[] = []
  return {
    made,
    make: (key) => async () => {
      made.push(key)
      return key.toUpperCase()
    },
  }
}

test('what is known, or on its way, is not made again', async () => {
  const cached = promiseCache<string>(2)
  const { made, make } = counting()
  assert.deepEqual(await Promise.all([cached('a', make('a')), cached('a', make('a'))]), ['A', 'A'])
  assert.equal(await cached('a', make('a')), 'A')
  assert.deepEqual(made, ['a'])
})

test('the least recently used goes first', async () => {
  const cached = promiseCache<string>(2)
  const { made, make } = counting()
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cached(key, make(key))
  assert.deepEqual(made, ['a', 'b', 'c', 'b'])
})

test('a failure reaches everyone who waits for it, and is tried again', async () => {
  const cached = promiseCache<string>(2)
  const fail = () => Promise.reject(new Error('no such file'))
  const both = [cached('a', fail), cached('a', fail)]
  for (const waiting of both) await assert.rejects(waiting, /no such file/)
  assert.equal(await cached('a', async () => 'now'), 'now')
})

test('an older failure does not drop a newer success', async () => {
  const cached = promiseCache<string>(1)
  const late = Promise.withResolvers<string>()
  const failing = cached('a', () => late.promise)
  await cached('b', async () => 'b')
  let made = 0
  const again = () => cached('a', async () => `made ${++made}`)
  await again()
  late.reject(new Error('too late'))
  await assert.rejects(failing)
  assert.equal(await again(), 'made 1')
})
