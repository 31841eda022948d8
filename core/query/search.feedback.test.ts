import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMPOSITION_METHODS, type Query } from '../api.ts'
import { ResightError, type RerankQuery } from '../types.ts'
import { applyFeedback } from './feedback.ts'
import { FILES, IDS, TEXTS, VECTORS, found, library, plainPorts, rowOf } from './ports-for-tests.ts'
import { search } from './search.ts'
import { dot } from './vectors.ts'

// Photos 10 dog, 20 sketch of a dog, 30 sketch, 40 dog on grass, 50 grass.
const DOG: Query['parts'][number] = { kind: 'words', words: 'dog' }
const QUERIES: readonly (readonly Query['parts'][number][])[] = [
  [DOG],
  [DOG, { kind: 'file', path: '/query.jpg' }],
  [DOG, { kind: 'words', words: 'a sketch' }, { kind: 'upload', uploadId: 'ab'.repeat(32) }],
]
const UPLOADS = { ...FILES, ['ab'.repeat(32)]: FILES['/query.jpg'] }

test('without marks nothing changes, and an index search stays one', async () => {
  for (const parts of QUERIES) {
    const plain = await search({ parts }, plainPorts(library(), TEXTS, UPLOADS))
    const index = library()
    const empty = await search({ parts, feedback: { like: [], unlike: [] } }, plainPorts(index, TEXTS, UPLOADS))
    assert.deepEqual(empty.results, plain.results)
    if (parts.length === 1) assert.deepEqual(index.calls, { search: 1, similarities: 0, reconstruct: 0 })
    assert.equal(plain.results[0]!.parts.feedback, undefined)
  }
})

test('likes draw towards what they share, for every method', async () => {
  for (const method of COMPOSITION_METHODS) {
    for (const parts of QUERIES) {
      const plain = found(await search({ parts, method }, plainPorts(library(), TEXTS, UPLOADS)))
      const feedback = { like: [40], unlike: [] }
      const liked = await search({ parts, method, feedback }, plainPorts(library(), TEXTS, UPLOADS))
      const ranks = found(liked)
      assert.ok(ranks.indexOf(50) <= plain.indexOf(50), method)
      assert.ok(ranks.indexOf(40) <= plain.indexOf(40), method)
      // The liked photo stays, and every result says how near it is to what was liked.
      const [own] = liked.results.filter(({ photoId }) => photoId === 40)
      assert.ok(Math.abs(own!.parts.feedback!.like! - 1) < 1e-6)
      assert.equal(own!.parts.feedback!.unlike, null)
      assert.equal(own!.parts.byPart.length, parts.length)
    }
  }
})

test('an unliked photo is gone, and what resembles it sinks', async () => {
  const parts = [DOG]
  const plain = found(await search({ parts }, plainPorts(library(), TEXTS)))
  assert.deepEqual(plain.slice(0, 3), [10, 20, 40])
  const feedback = { like: [], unlike: [20] }
  const answer = await search({ parts, feedback }, plainPorts(library(), TEXTS))
  assert.ok(!found(answer).includes(20))
  assert.equal(answer.results.length, IDS.length - 1)
  const sketch = answer.results.find(({ photoId }) => photoId === 30)!
  assert.ok(sketch.parts.feedback!.unlike! > 0.5)
  assert.ok(sketch.similarity < sketch.parts.byPart[0]!.similarity)
})

test('the order is that of the formula, and the part keeps its own cosine', async () => {
  const feedback = { like: [40, 50], unlike: [30] }
  const answer = await search({ parts: [DOG], feedback }, plainPorts(library(), TEXTS))
  const row = (id: number): Float32Array => rowOf(VECTORS, IDS.indexOf(id))
  const sumOf = (ids: readonly number[]): Float32Array =>
    row(ids[0]!).map((_, c) => ids.reduce((total, id) => total + row(id)[c]!, 0))
  const cosines = (vector: Float32Array): readonly number[] => IDS.map((id) => dot(vector, row(id)))
  const expected = applyFeedback(cosines(TEXTS.dog), cosines(sumOf([40, 50])), cosines(row(30)))
  const ranking = IDS.map((id, i) => ({ id, similarity: expected[i]! }))
    .filter(({ id }) => id !== 30)
    .sort((a, b) => b.similarity - a.similarity)
  assert.deepEqual(
    found(answer),
    ranking.map(({ id }) => id),
  )
  answer.results.forEach(({ photoId, similarity, parts }, i) => {
    assert.ok(Math.abs(similarity - ranking[i]!.similarity) < 1e-6)
    assert.ok(Math.abs(parts.byPart[0]!.similarity - dot(TEXTS.dog, row(photoId))) < 1e-6)
  })
})

test('marks alone: more like these is one index search by their mean; less like these turns it round', async () => {
  const index = library()
  const more = await search({ parts: [], feedback: { like: [10, 40], unlike: [] } }, plainPorts(index))
  assert.equal(index.calls.similarities, 0)
  assert.equal(index.calls.search, 1)
  assert.deepEqual(new Set(found(more).slice(0, 2)), new Set([10, 40]))
  assert.equal(found(more).at(-1), 30)
  assert.deepEqual(more.results[0]!.parts.byPart, [])
  const both = await search({ parts: [], feedback: { like: [40], unlike: [50] } }, plainPorts(library()))
  assert.equal(found(both)[0], 40)
  assert.ok(!found(both).includes(50))
  const less = await search({ parts: [], feedback: { like: [], unlike: [10] } }, plainPorts(library()))
  assert.ok([30, 50].includes(found(less)[0]!))
  assert.ok(!found(less).includes(10))
})

test('likes stand in for a query that only avoids, and negatives go on counting', async () => {
  const parts: Query['parts'] = [{ kind: 'words', words: 'grass', negative: true }]
  const answer = await search({ parts, feedback: { like: [10], unlike: [] } }, plainPorts(library(), TEXTS))
  assert.equal(found(answer)[0], 10)
  assert.ok(found(answer).indexOf(20) < found(answer).indexOf(40))
  const onlyAgainst = await search({ parts, feedback: { like: [], unlike: [10] } }, plainPorts(library(), TEXTS))
  assert.equal(found(onlyAgainst)[0], 30)
})

test('a marked photo that is gone is left out with a hint; a fault of ours is not hidden', async () => {
  const gone = plainPorts(
    library(),
    TEXTS,
    {},
    {
      storedPhoto: (photoId) =>
        photoId === 99
          ? Promise.reject(new ResightError('not-found', 'There is no photo 99'))
          : Promise.resolve({ global: rowOf(VECTORS, IDS.indexOf(photoId)), tokens: null }),
    },
  )
  const feedback = { like: [99, 40], unlike: [] }
  const without = await search({ parts: [DOG], feedback: { like: [40], unlike: [] } }, plainPorts(library(), TEXTS))
  const answer = await search({ parts: [DOG], feedback }, gone)
  assert.deepEqual(found(answer), found(without))
  assert.match(answer.hints.join(), /1 photo that you marked is gone/)
  const nothing = await search({ parts: [], feedback: { like: [99], unlike: [] } }, gone)
  assert.deepEqual(nothing.results, [])
  assert.match(nothing.hints.join(), /1 photo that you marked is gone/)
  const broken = plainPorts(library(), TEXTS, {}, { storedPhoto: () => Promise.reject(new Error('a bug')) })
  await assert.rejects(search({ parts: [DOG], feedback }, broken), /a bug/)
})

test('a reranker is told of the marks: shares of what is wanted sum to 1', async () => {
  const seen: RerankQuery[] = []
  const reranker = {
    id: 'watching',
    shortlistLength: () => 5,
    rerank: async (query: RerankQuery, candidates: readonly { photoId: number; similarity: number }[]) => {
      seen.push(query)
      return candidates
    },
  }
  const ports = plainPorts(library(), TEXTS, FILES, { reranker: async () => reranker })
  const feedback = { like: [40, 50], unlike: [30] }
  await search({ parts: [DOG, { kind: 'file', path: '/query.jpg' }], rerank: 'tokens', feedback }, ports)
  await search({ parts: [], rerank: 'tokens', feedback: { like: [40], unlike: [] } }, ports)
  for (const { parts, global } of seen) {
    const wanted = parts.filter(({ weight }) => weight > 0).reduce((sum, { weight }) => sum + weight, 0)
    assert.ok(Math.abs(wanted - 1) < 1e-9)
    assert.ok(Math.abs(dot(global, global) - 1) < 1e-6)
  }
  assert.deepEqual(
    seen.map(({ parts }) => parts.length),
    [5, 1],
  )
  assert.ok(seen[0]!.parts.at(-1)!.weight < 0)
})
