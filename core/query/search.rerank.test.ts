import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query } from '../api.ts'
import type { Reranker, RerankQuery } from '../types.ts'
import { FILES, TEXTS, found, library, plainIndex, plainPorts, unitRows } from './ports-for-tests.ts'
import { search } from './search.ts'
import { dot } from './vectors.ts'

/** Turns its shortlist round, and keeps what it was asked. */
function turner(length: number): { readonly reranker: Reranker; readonly asked: { query: RerankQuery; k: number }[] } {
  const asked: { query: RerankQuery; k: number }[] = []
  const reranker: Reranker = {
    id: 'turner',
    shortlistLength: () => length,
    rerank: (query, candidates, k) => {
      asked.push({ query, k })
      return Promise.resolve([...candidates].reverse().map(({ photoId }, i) => ({ photoId, similarity: 1 - i / 10 })))
    },
  }
  return { reranker, asked }
}

test('a shortlist is reranked, and the rest follows in its order', async () => {
  const { reranker, asked } = turner(3)
  const index = library()
  const ports = plainPorts(index, TEXTS, FILES, { reranker: async () => reranker })
  const plain = await search({ parts: [{ kind: 'words', words: 'dog' }] }, ports)
  const answer = await search({ parts: [{ kind: 'words', words: 'dog' }], rerank: 'tokens' }, ports)
  assert.deepEqual(found(plain), [10, 20, 40, 30, 50])
  assert.deepEqual(found(answer), [40, 20, 10, 30, 50])
  assert.deepEqual(
    answer.results.map(({ parts }) => parts.rankBefore),
    [3, 2, 1, 4, 5],
  )
  assert.deepEqual(
    answer.results.map(({ parts }) => parts.reranked),
    [1, 0.9, 0.8, null, null],
  )
  assert.equal(answer.results[0]!.similarity, 1)
  assert.equal(answer.results[3]!.similarity, plain.results[3]!.similarity)
  assert.ok(Math.abs(answer.results[0]!.parts.byPart[0]!.similarity - plain.results[2]!.similarity) < 1e-6)
  assert.equal(asked[0]!.k, 3)
})

test('a long shortlist may bring a photo from beyond k into the results', async () => {
  const { reranker } = turner(5)
  const ports = plainPorts(library(), TEXTS, FILES, { reranker: async () => reranker })
  const answer = await search({ parts: [{ kind: 'words', words: 'dog' }], rerank: 'tokens', k: 2 }, ports)
  assert.deepEqual(found(answer), [50, 30])
})

test('a reranker is asked for at most a hundred results, the rest follows', async () => {
  const many = plainIndex(
    Array.from({ length: 300 }, (_, i) => i + 1),
    unitRows(Array.from({ length: 300 }, (_, i) => [300 - i, 300, 0])),
  )
  const asked: number[] = []
  const reranker: Reranker = {
    id: 'recorder',
    shortlistLength: (k) => k + 20,
    rerank: (_, candidates, k) => {
      asked.push(candidates.length, k)
      return Promise.resolve([...candidates].reverse())
    },
  }
  const ports = plainPorts(many, TEXTS, FILES, { reranker: async () => reranker })
  const answer = await search({ parts: [{ kind: 'words', words: 'dog' }], rerank: 'tokens', k: 300 }, ports)
  assert.deepEqual(asked, [120, 100])
  assert.deepEqual(found(answer).slice(118, 122), [2, 1, 121, 122])
  assert.equal(answer.results.length, 300)
})

test('rerankers get shares that sum to 1, and negative parts below 0', async () => {
  const { reranker, asked } = turner(5)
  const ports = plainPorts(library(), TEXTS, FILES, { reranker: async () => reranker })
  const parts: Query['parts'] = [
    { kind: 'file', path: '/query.jpg' },
    { kind: 'words', words: 'dog', weight: 3 },
    { kind: 'words', words: 'a sketch', weight: 1 },
    { kind: 'words', words: 'grass', weight: 0.5, negative: true },
  ]
  await search({ parts, rerank: 'superglobal', balance: 0.5 }, ports)
  const { query } = asked[0]!
  const wordsShare = 2 / 3
  const expected = [1 - wordsShare, (wordsShare * 3) / 4, wordsShare / 4, -0.5]
  query.parts.forEach(({ weight }, i) => assert.ok(Math.abs(weight - expected[i]!) < 1e-9))
  assert.ok(Math.abs(dot(query.global, query.global) - 1) < 1e-5)
  assert.ok(dot(query.global, TEXTS.grass) < 0)
})

test('a query that only avoids is answered, not reranked, and says so', async () => {
  const { reranker, asked } = turner(5)
  const ports = plainPorts(library(), TEXTS, FILES, { reranker: async () => reranker })
  const parts: Query['parts'] = [{ kind: 'words', words: 'dog', negative: true }]
  const answer = await search({ parts, rerank: 'tokens' }, ports)
  assert.equal(asked.length, 0)
  assert.deepEqual(found(answer), [50, 30, 40, 20, 10])
  assert.match(answer.hints.join(), /not reranked/)
  assert.equal(answer.results[0]!.parts.byPart[0]!.negative, true)
})
