import assert from 'node:assert/strict'
import test from 'node:test'
import type { Query, SearchResult } from '../../../core/api.ts'
import { rangesOf, rankChange, reasonsOf, shareOf } from './reasons.ts'

const query: Query = {
  parts: [
    { kind: 'words', words: 'snow' },
    { kind: 'photo', photoId: 7 },
    { kind: 'words', words: 'people', negative: true },
  ],
}

function result(
  photoId: number,
  similarities: readonly number[],
  rankBefore: number,
  reranked: number | null,
): SearchResult {
  const byPart = similarities.map((similarity, i) => ({ label: '', negative: i === 2, similarity }))
  return { photoId, path: `/${photoId}.jpg`, similarity: 0, parts: { byPart, composed: 0.2, reranked, rankBefore } }
}

const results = [
  result(1, [0.3, 0.5, 0.9], 6, 0.8),
  result(2, [0.29, 0.9, 0.1], 1, 0.7),
  result(3, [0.1, 0.5, 0.2], 3, 0.6),
]
const ranges = rangesOf({ query, results })

test('reasons are the parts that a result answers better than most, never those to avoid', () => {
  assert.deepEqual(reasonsOf(results[0]!, 1, query, ranges), [{ kind: 'words', words: 'snow' }, { kind: 'reranked' }])
  assert.deepEqual(reasonsOf(results[1]!, 2, query, ranges), [{ kind: 'photo' }, { kind: 'words', words: 'snow' }])
  assert.deepEqual(reasonsOf(results[2]!, 3, query, ranges), [])
})

test('matching points are the first reason, where they make the same thing likely', () => {
  const shown = (reranked: number, matchedPoints: number): SearchResult => {
    const { parts, ...rest } = results[1]!
    return { ...rest, parts: { ...parts, reranked, matchedPoints } }
  }
  assert.deepEqual(reasonsOf(shown(0.97, 42), 1, query, ranges)[0], { kind: 'points', count: 42 })
  assert.notEqual(reasonsOf(shown(0.2, 9), 1, query, ranges)[0]?.kind, 'points')
})

test('liked photos are a reason where the result is like them', () => {
  const marked = [0.9, 0.2].map((like, i): SearchResult => {
    const { parts, ...rest } = result(i, [i], i + 1, null)
    return { ...rest, parts: { ...parts, feedback: { like, unlike: null } } }
  })
  const asked: Query = { parts: [{ kind: 'words', words: 'snow' }], feedback: { like: [4], unlike: [] } }
  const spread = rangesOf({ query: asked, results: marked })
  assert.deepEqual(
    marked.map((one, i) => reasonsOf(one, i + 1, asked, spread)),
    [[{ kind: 'marked' }], [{ kind: 'words', words: 'snow' }]],
  )
})

test('places moved are told only of what was reranked', () => {
  assert.equal(rankChange({ byPart: [], composed: 0, reranked: 0.4, rankBefore: 9 }, 2), 7)
  assert.equal(rankChange({ byPart: [], composed: 0, reranked: null, rankBefore: 9 }, 2), 0)
})

test('a share is within the range, and full where all are alike', () => {
  assert.equal(shareOf(0.5, { low: 0, high: 1 }), 0.5)
  assert.equal(shareOf(2, { low: 0, high: 1 }), 1)
  assert.equal(shareOf(0.3, { low: 0.3, high: 0.3 }), 1)
})

test('a query of one part gives no reason: every result is there for it', () => {
  const asked: Query = { parts: [{ kind: 'words', words: 'snow' }] }
  assert.deepEqual(reasonsOf(result(1, [0.9], 1, null), 1, asked, rangesOf({ query: asked, results })), [])
})
