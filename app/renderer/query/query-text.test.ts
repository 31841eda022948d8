import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { COMPOSITION_METHODS, type Query, RERANKERS } from '../../../core/api.ts'
import { fromText, toText } from './query-text.ts'

const photoId = fc.integer({ min: 1, max: 2 ** 31 - 1 })
const text = fc.string({ unit: 'binary', minLength: 1 }).filter((words) => words.trim() !== '')
const share = fc.double({ min: 0.001, max: 1, noNaN: true })
const region = fc.record({ x: share, y: share, width: share, height: share })
const how = { negative: fc.constant(true), weight: fc.double({ min: 0.001, max: 1000, noNaN: true }) }
const hex = fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 64, maxLength: 64 })
const part = fc.oneof(
  fc.record({ kind: fc.constant('words'), words: text, ...how }, { requiredKeys: ['kind', 'words'] }),
  fc.record({ kind: fc.constant('file'), path: text, region, ...how }, { requiredKeys: ['kind', 'path'] }),
  fc.record({ kind: fc.constant('photo'), photoId, region, ...how }, { requiredKeys: ['kind', 'photoId'] }),
  fc.record({ kind: fc.constant('upload'), uploadId: hex, region, ...how }, { requiredKeys: ['kind', 'uploadId'] }),
)
const degrees = fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0)
const day = fc.constantFrom('2020', '2021-03', '2022-12-31')
const bounds = fc.record({ south: degrees, west: degrees, north: degrees, east: degrees })
const filter = fc
  .record({ folder: text, from: day, to: day, camera: text, album: photoId, bounds }, { requiredKeys: [] })
  .filter((conditions) => Object.keys(conditions).length > 0)
const ids = fc.array(photoId, { minLength: 1, maxLength: 5 })
const query = fc
  .record(
    {
      parts: fc.array(part, { minLength: 1, maxLength: 6 }),
      method: fc.constantFrom(...COMPOSITION_METHODS),
      balance: share,
      rerank: fc.constantFrom(...RERANKERS),
      k: fc.integer({ min: 1, max: 10_000 }),
      filter,
      feedback: fc.record({ like: ids, unlike: ids }),
      exclude: ids,
    },
    { requiredKeys: ['parts'] },
  )
  // As JSON carries it: plain objects, and no −0.
  .map((asked) => JSON.parse(JSON.stringify(asked)) as Query)

test('a query is the same after its text has travelled in an address', () => {
  fc.assert(
    fc.property(query, (asked) => {
      const address = new URLSearchParams({ q: toText(asked) }).toString()
      assert.deepEqual(fromText(new URLSearchParams(address).get('q') ?? ''), asked)
    }),
  )
})

test('whatever is typed is read without failing, and reads the same again', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...Array.from('-"^@:a1,. ')) })),
      (typed) => {
        const read = fromText(typed)
        if (read !== null) assert.deepEqual(fromText(toText(read)), read)
      },
    ),
  )
})

test('plain words are looked for, those with a minus avoided', () => {
  assert.deepEqual(fromText('a dog -leash in "deep snow"^2'), {
    parts: [
      { kind: 'words', words: 'a dog' },
      { kind: 'words', words: 'leash', negative: true },
      { kind: 'words', words: 'in' },
      { kind: 'words', words: 'deep snow', weight: 2 },
    ],
  })
  assert.equal(fromText('  '), null)
  assert.equal(fromText('from:2020'), null)
  assert.deepEqual(fromText('method:magic 10:30'), { parts: [{ kind: 'words', words: '10:30' }] })
})

test('the text is as a person would write it', () => {
  const asked: Query = {
    parts: [
      { kind: 'words', words: 'snow' },
      { kind: 'words', words: 'people', negative: true, weight: 0.5 },
      { kind: 'photo', photoId: 12, region: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } },
    ],
    balance: 0.7,
    filter: { folder: '/photos/2024', bounds: { south: -1, west: 2, north: 3, east: 4 } },
    feedback: { like: [3, 9], unlike: [] },
  }
  const written =
    '"snow" -"people"^0.5 photo:12@0.1,0.2,0.3,0.4 balance:0.7 folder:"/photos/2024" bounds:-1,2,3,4 like:3,9'
  assert.equal(toText(asked), written)
  assert.deepEqual(fromText(written), asked)
})
