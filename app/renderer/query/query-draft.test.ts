import assert from 'node:assert/strict'
import test from 'node:test'
import type { QueryPart } from '../../../core/api.ts'
import {
  EMPTY_DRAFT,
  changedFilter,
  draftOf,
  hasBothKinds,
  marked,
  partOfTyping,
  toQuery,
  withNegative,
  withWeight,
} from './query-draft.ts'

const snow: QueryPart = { kind: 'words', words: 'snow' }
const photo: QueryPart = { kind: 'photo', photoId: 7 }

test('a minus before the words makes them what to avoid', () => {
  assert.deepEqual(partOfTyping('  a dog '), { kind: 'words', words: 'a dog' })
  assert.deepEqual(partOfTyping('- a dog'), { kind: 'words', words: 'a dog', negative: true })
  assert.deepEqual(partOfTyping('−leash'), { kind: 'words', words: 'leash', negative: true })
  assert.equal(partOfTyping(' - '), null)
})

test('nothing asked is no query, whatever is filtered', () => {
  assert.equal(toQuery({ ...EMPTY_DRAFT, filter: { camera: 'canon' } }), null)
  assert.deepEqual(toQuery({ ...EMPTY_DRAFT, feedback: { like: [3], unlike: [] } }), {
    parts: [],
    feedback: { like: [3], unlike: [] },
    k: EMPTY_DRAFT.k,
  })
})

test('a query loaded and built again is the same', () => {
  const query = { parts: [snow, photo], balance: 0.3, rerank: 'tokens', filter: { from: '2020' }, k: 60 } as const
  assert.deepEqual(toQuery(draftOf(query, 1)), query)
})

test('there is a balance only between wanted words and wanted photos', () => {
  const draft = (...parts: readonly QueryPart[]) => ({
    ...EMPTY_DRAFT,
    parts: parts.map((part, chipId) => ({ chipId, part })),
  })
  assert.equal(hasBothKinds(draft(snow, photo)), true)
  assert.equal(hasBothKinds(draft(snow, { ...photo, negative: true })), false)
  assert.equal(hasBothKinds(draft(snow)), false)
  assert.equal(hasBothKinds({ ...draft(snow), feedback: { like: [1], unlike: [] } }), true)
})

test('matching points are asked for only where a picture has some', () => {
  const ask = (...parts: QueryPart[]) => toQuery(draftOf({ parts, rerank: 'local' }, 1))?.rerank
  assert.equal(ask(snow, photo), 'local')
  assert.equal(ask(snow), undefined)
  assert.equal(ask(snow, { ...photo, negative: true }), undefined)
  assert.equal(toQuery(draftOf({ parts: [snow], rerank: 'tokens' }, 1))?.rerank, 'tokens')
})

test('a photo is liked or unliked, never both, and a second mark takes it away', () => {
  const liked = marked({ like: [], unlike: [4] }, 'like', 4)
  assert.deepEqual(liked, { like: [4], unlike: [] })
  assert.deepEqual(marked(liked, 'like', 4), { like: [], unlike: [] })
})

test('weights keep within bounds, and one is none', () => {
  assert.deepEqual(withWeight(snow, 99), { ...snow, weight: 3 })
  assert.deepEqual(withWeight(snow, 0), { ...snow, weight: 0.1 })
  assert.deepEqual(withWeight({ ...snow, weight: 2 }, 1), snow)
  assert.deepEqual(withNegative(withNegative(snow)), snow)
})

test('a condition set to undefined is gone', () => {
  assert.deepEqual(changedFilter({ from: '2020', camera: 'canon' }, { from: undefined, album: 3 }), {
    camera: 'canon',
    album: 3,
  })
})
