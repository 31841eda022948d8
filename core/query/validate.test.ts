import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query, QueryPart } from '../api.ts'
import { DEFAULT_BALANCE, DEFAULT_K, DEFAULT_METHOD, MAX_MARKED, MAX_PARTS, checkQuery } from './validate.ts'

const words: QueryPart = { kind: 'words', words: 'a dog' }

/** A query as it may come from outside. */
function hostile(fields: object): Query {
  return { parts: [words], ...fields }
}

function hostilePart(fields: object): Query {
  return { parts: [{ ...words, ...fields }] }
}

test('defaults are filled in', () => {
  assert.deepEqual(checkQuery({ parts: [words] }), {
    parts: [words],
    method: DEFAULT_METHOD,
    balance: DEFAULT_BALANCE,
    rerank: 'none',
    k: DEFAULT_K,
    filter: null,
    feedback: { like: [], unlike: [] },
    exclude: new Set(),
  })
})

test('each field is checked, and the message names it', () => {
  const refused: readonly (readonly [Query, RegExp])[] = [
    [null as unknown as Query, /query/],
    [hostile({ parts: [] }), /parts/],
    [hostile({ parts: 'a dog' }), /parts/],
    [hostile({ parts: Array(MAX_PARTS + 1).fill(words) }), /parts/],
    [hostile({ parts: [null] }), /parts\[0\]/],
    [hostile({ parts: [words, { kind: 'sound' }] }), /parts\[1\]\.kind/],
    [hostilePart({ words: '  ' }), /parts\[0\]\.words/],
    [hostilePart({ words: 'x'.repeat(4001) }), /parts\[0\]\.words/],
    [hostilePart({ words: 7 }), /parts\[0\]\.words/],
    [hostilePart({ weight: 0 }), /parts\[0\]\.weight/],
    [hostilePart({ weight: -1 }), /parts\[0\]\.weight/],
    [hostilePart({ weight: NaN }), /parts\[0\]\.weight/],
    [hostilePart({ weight: Infinity }), /parts\[0\]\.weight/],
    [hostilePart({ weight: '1' }), /parts\[0\]\.weight/],
    [hostilePart({ negative: 'no' }), /parts\[0\]\.negative/],
    [hostilePart({ path: '/a.jpg' }), /parts\[0\]/],
    [hostile({ parts: [{ kind: 'file', path: '' }] }), /parts\[0\]\.path/],
    [hostile({ parts: [{ kind: 'photo', photoId: 0 }] }), /parts\[0\]\.photoId/],
    [hostile({ parts: [{ kind: 'photo', photoId: 1.5 }] }), /parts\[0\]\.photoId/],
    [hostile({ parts: [{ kind: 'photo', photoId: 2 ** 31 }] }), /parts\[0\]\.photoId/],
    [hostile({ parts: [{ kind: 'upload', uploadId: '../../etc/passwd' }] }), /parts\[0\]\.uploadId/],
    [hostile({ parts: [{ kind: 'upload', uploadId: `${'a'.repeat(64)}\n` }] }), /parts\[0\]\.uploadId/],
    [hostile({ parts: [{ kind: 'upload', uploadId: 'A'.repeat(64) }] }), /parts\[0\]\.uploadId/],
    [hostile({ parts: [{ kind: 'upload', uploadId: ['a'.repeat(64)] }] }), /parts\[0\]\.uploadId/],
    [hostile({ parts: [], feedback: { like: [], unlike: [] } }), /parts/],
    [hostile({ feedback: [1] }), /feedback/],
    [hostile({ feedback: { like: [1], dislike: [2] } }), /"dislike"/],
    [hostile({ feedback: { like: 1, unlike: [] } }), /feedback\.like/],
    [hostile({ feedback: { like: [], unlike: [1, -1] } }), /feedback\.unlike\[1\]/],
    [hostile({ feedback: { like: [3, 4], unlike: [5, 4] } }), /feedback/],
    [hostile({ feedback: { like: Array(MAX_MARKED + 1).fill(1), unlike: [] } }), /feedback\.like/],
    [hostile({ method: 'average' }), /method/],
    [hostile({ method: 'toString' }), /method/],
    [hostile({ rerank: 'magic' }), /rerank/],
    [hostile({ balance: 1.01 }), /balance/],
    [hostile({ balance: NaN }), /balance/],
    [hostile({ k: 0 }), /\bk\b/],
    [hostile({ k: 10_001 }), /\bk\b/],
    [hostile({ k: 2.5 }), /\bk\b/],
    [hostile({ exclude: 3 }), /exclude/],
    [hostile({ exclude: [1, 'two'] }), /exclude\[1\]/],
    [hostile({ filter: { from: 'spoons' } }), /filter\.from/],
    [hostile({ ballance: 0.3 }), /"ballance"/],
  ]
  for (const [query, message] of refused) {
    assert.throws(() => checkQuery(query), { name: 'ResightError', code: 'invalid-argument', message })
  }
})

test('marked photos may stand alone, and count once', () => {
  const { parts, feedback } = checkQuery({ parts: [], feedback: { like: [3, 5, 3], unlike: [4, 4] } })
  assert.deepEqual(parts, [])
  assert.deepEqual(feedback, { like: [3, 5], unlike: [4] })
})

test('a picture handed over is a part like a file', () => {
  const region = { x: 0, y: 0, width: 0.5, height: 1 }
  const query: Query = { parts: [{ kind: 'upload', uploadId: '0a'.repeat(32), region, negative: true, weight: 2 }] }
  assert.deepEqual(checkQuery(query).parts, query.parts)
})

test('a region must lie on the photo', () => {
  const at = (x: number, y: number, width: number, height: number): Query => ({
    parts: [{ kind: 'photo', photoId: 1, region: { x, y, width, height } }],
  })
  for (const region of [at(0, 0, 1, 1), at(0.7, 0.6, 0.3, 0.4), at(0.1 + 0.2, 0, 0.7, 1)]) checkQuery(region)
  for (const region of [
    at(0, 0, 0, 1),
    at(-0.1, 0, 1, 1),
    at(0.5, 0, 0.6, 1),
    at(0, NaN, 1, 1),
    at(0, 0, 1, Infinity),
  ]) {
    assert.throws(() => checkQuery(region), { code: 'invalid-argument', message: /parts\[0\]\.region/ })
  }
  const partial = { parts: [{ kind: 'photo', photoId: 1, region: { x: 0 } }] } as unknown as Query
  assert.throws(() => checkQuery(partial), /parts\[0\]\.region/)
})
