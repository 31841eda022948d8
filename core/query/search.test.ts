import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COMPOSITION_METHODS, type Query } from '../api.ts'
import {
  FILES,
  IDS,
  TEXTS,
  VECTORS,
  found,
  library,
  plainIndex,
  plainPorts,
  rowOf,
  unitRows,
  type CountingIndex,
} from './ports-for-tests.ts'
import { search } from './search.ts'
import { dot } from './vectors.ts'

test('words alone, and a photo alone, are plain cosine for every method, and one index search', async () => {
  for (const method of COMPOSITION_METHODS) {
    for (const parts of [[{ kind: 'words', words: 'dog' }], [{ kind: 'file', path: '/query.jpg' }]] as const) {
      const index = library()
      const answer = await search({ parts, method, k: 3 }, plainPorts(index, TEXTS, FILES))
      assert.deepEqual(found(answer), [10, 20, 40])
      for (const { photoId, similarity, parts: why } of answer.results) {
        const cosine = dot(TEXTS.dog, rowOf(VECTORS, IDS.indexOf(photoId)))
        assert.ok(Math.abs(similarity - cosine) < 1e-6)
        assert.equal(why.composed, similarity)
        assert.equal(why.byPart[0]!.similarity, similarity)
        assert.equal(why.reranked, null)
      }
      assert.deepEqual(index.calls, { search: 1, similarities: 0, reconstruct: 0 })
    }
  }
})

test('the ends of the balance are the photo alone and the words alone, for every method', async () => {
  const parts: Query['parts'] = [
    { kind: 'file', path: '/query.jpg' },
    { kind: 'words', words: 'a sketch' },
  ]
  for (const method of COMPOSITION_METHODS) {
    for (const [balance, alone] of [
      [0, parts[0]!],
      [1, parts[1]!],
    ] as const) {
      const both = await search({ parts, method, balance }, plainPorts(library(), TEXTS, FILES))
      const single = await search({ parts: [alone], method }, plainPorts(library(), TEXTS, FILES))
      assert.deepEqual(found(both), found(single))
      assert.deepEqual(
        both.results.map(({ similarity }) => similarity),
        single.results.map(({ similarity }) => similarity),
      )
      assert.equal(both.results[0]!.parts.byPart.length, 2)
    }
  }
})

test('every method finds the sketch of a dog, and says how near each part was', async () => {
  for (const method of COMPOSITION_METHODS) {
    const answer = await search(
      {
        parts: [
          { kind: 'file', path: '/query.jpg' },
          { kind: 'words', words: 'a sketch' },
        ],
        method,
      },
      plainPorts(library(), TEXTS, FILES),
    )
    const [best] = answer.results
    assert.equal(best?.photoId, 20)
    assert.equal(best.path, '/photos/20.jpg')
    assert.equal(answer.method, method)
    assert.equal(answer.space, 'test-space')
    const expected = [dot(FILES['/query.jpg'], rowOf(VECTORS, 1)), dot(TEXTS['a sketch'], rowOf(VECTORS, 1))]
    assert.deepEqual(
      best.parts.byPart.map(({ label }) => label),
      ['/query.jpg', 'a sketch'],
    )
    best.parts.byPart.forEach(({ similarity }, i) => assert.ok(Math.abs(similarity - expected[i]!) < 1e-6))
  }
})

test('a weight shifts the balance, also of the only words', async () => {
  const at = async (weight: number): Promise<readonly number[]> => {
    const parts: Query['parts'] = [
      { kind: 'file', path: '/query.jpg' },
      { kind: 'words', words: 'a sketch', weight },
    ]
    return found(await search({ parts, method: 'sum' }, plainPorts(library(), TEXTS, FILES)))
  }
  assert.equal((await at(0.05))[0], 10)
  assert.equal((await at(1))[0], 20)
  assert.equal((await at(20))[0], 30)
})

test('several parts of a kind are one direction by their weights', async () => {
  const parts: Query['parts'] = [
    { kind: 'words', words: 'dog', weight: 3 },
    { kind: 'words', words: 'grass', weight: 3 },
  ]
  const index = library()
  const answer = await search({ parts }, plainPorts(index, TEXTS))
  assert.equal(found(answer)[0], 40)
  assert.equal(index.calls.similarities, 0)
})

test('filters, exclusions and k hold in both kinds of first stage', async () => {
  const parts: Query['parts'] = [
    { kind: 'file', path: '/query.jpg' },
    { kind: 'words', words: 'a sketch' },
  ]
  for (const method of COMPOSITION_METHODS) {
    const all = found(await search({ parts, method }, plainPorts(library(), TEXTS, FILES)))
    assert.equal(all.length, IDS.length)
    const without = await search({ parts, method, exclude: [20, 99], k: 2 }, plainPorts(library(), TEXTS, FILES))
    assert.deepEqual(found(without), all.filter((id) => id !== 20).slice(0, 2))
    const ports = plainPorts(library(), TEXTS, FILES, {
      photosMatching: (filter) => {
        assert.equal(filter.firstDay, '2024-01-01')
        return new Set([20, 50])
      },
    })
    const filtered = await search({ parts, method, filter: { from: '2024' }, exclude: [20] }, ports)
    assert.deepEqual(found(filtered), [50])
  }
})

test('an empty filter result gives no results and a hint, an empty library no results', async () => {
  const nothing = await search(
    { parts: [{ kind: 'words', words: 'dog' }], filter: { camera: 'none' } },
    plainPorts(library(), TEXTS),
  )
  assert.deepEqual(nothing.results, [])
  assert.match(nothing.hints.join(), /filter/)
  for (const method of COMPOSITION_METHODS) {
    for (const negative of [false, true]) {
      const parts: Query['parts'] = [
        { kind: 'words', words: 'dog', negative },
        { kind: 'file', path: '/query.jpg' },
      ]
      const empty = plainIndex([], { n: 0, d: 3, data: new Float32Array(0) })
      const answer = await search({ parts, method }, plainPorts(empty, TEXTS, FILES))
      assert.deepEqual(answer.results, [])
    }
  }
})

test('a library of one photo works with every method, with and without negatives', async () => {
  const one = plainIndex([7], unitRows([[1, 1, 0]]))
  for (const method of COMPOSITION_METHODS) {
    for (const negative of [false, true]) {
      const parts: Query['parts'] = [
        { kind: 'words', words: 'dog' },
        { kind: 'file', path: '/query.jpg', negative },
      ]
      const answer = await search({ parts, method }, plainPorts(one, TEXTS, FILES))
      assert.deepEqual(found(answer), [7])
      assert.ok(Number.isFinite(answer.results[0]!.similarity))
    }
  }
})

test('a photo removed between ranking and answering is left out', async () => {
  const ports = plainPorts(library(), TEXTS, FILES, {
    paths: (ids) => ids.map((id) => (id === 10 ? null : `/photos/${id}.jpg`)),
  })
  assert.deepEqual(found(await search({ parts: [{ kind: 'words', words: 'dog' }], k: 3 }, ports)), [20, 40])
})

test('rows that move while similarities are computed are never mixed up', async () => {
  const parts: Query['parts'] = [
    { kind: 'file', path: '/query.jpg' },
    { kind: 'words', words: 'a sketch' },
  ]
  const before = library()
  const changed = plainIndex([20, 10, 30], {
    n: 3,
    d: 3,
    data: Float32Array.from([1, 0, 2].flatMap((row) => [...rowOf(VECTORS, row)])),
  })
  let moved = false
  const index: CountingIndex = {
    ...before,
    get ids() {
      return moved ? changed.ids : before.ids
    },
    reconstruct: changed.reconstruct,
    similarities: async (queries) => {
      const similarities = await (moved ? changed : before).similarities(queries)
      moved = true
      return similarities
    },
  }
  const answer = await search({ parts, method: 'product' }, plainPorts(index, TEXTS, FILES))
  assert.equal(answer.results.length, 3)
  assert.equal(answer.results[0]!.photoId, 20)
})

test('negative parts, words or photos, push away what resembles them', async () => {
  const dog: Query['parts'][number] = { kind: 'words', words: 'dog' }
  const ports = plainPorts(library(), TEXTS, { '/meadow.jpg': TEXTS.grass })
  const plain = found(await search({ parts: [dog] }, ports))
  assert.ok(plain.indexOf(40) < plain.indexOf(30))
  const avoidWords = await search({ parts: [dog, { kind: 'words', words: 'grass', negative: true }] }, ports)
  const avoidPhoto = await search({ parts: [dog, { kind: 'file', path: '/meadow.jpg', negative: true }] }, ports)
  assert.deepEqual(found(avoidWords), found(avoidPhoto))
  const ranks = found(avoidWords)
  assert.ok(ranks.indexOf(20) < ranks.indexOf(40))
  assert.equal(ranks.at(-1), 50)
})

test('cancelling stops before the next stage', async () => {
  const abort = new AbortController()
  const index = library()
  const ports = plainPorts(index, TEXTS, FILES, {
    signal: abort.signal,
    encodeTexts: () => {
      abort.abort()
      return Promise.resolve({ n: 1, d: 3, data: TEXTS.dog })
    },
  })
  await assert.rejects(search({ parts: [{ kind: 'words', words: 'dog' }] }, ports), { code: 'cancelled' })
  assert.equal(index.calls.search, 0)
})

test('vectors of another width are refused', async () => {
  const ports = plainPorts(library(), TEXTS, { '/query.jpg': Float32Array.of(1, 0) })
  await assert.rejects(
    search({ parts: [{ kind: 'file', path: '/query.jpg' }] }, ports),
    /2 components, the index has 3/,
  )
})

test('rankings equal a brute-force reference for any library and method', async () => {
  const row = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  const usable = row.filter((values) => Math.hypot(...values) > 0.05)
  const cases = fc.record({
    rows: fc.array(usable, { minLength: 2, maxLength: 25 }),
    photo: usable,
    words: usable,
    balance: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, photo, words, balance }) => {
      const vectors = unitRows(rows)
      const ids = rows.map((_, i) => 3 * i + 1)
      const [v, t] = [unitRows([photo]).data, unitRows([words]).data]
      const cosine = (query: Float32Array): readonly number[] => rows.map((_, i) => dot(query, rowOf(vectors, i)))
      const expected = cosine(v).map(
        (s, i) => Math.max(0, s) ** (2 - 2 * balance) * Math.max(0, cosine(t)[i]!) ** (2 * balance),
      )
      const answer = await search(
        {
          parts: [
            { kind: 'words', words: 'w' },
            { kind: 'file', path: '/q' },
          ],
          method: 'product',
          balance,
          k: 100,
        },
        plainPorts(plainIndex(ids, vectors), { w: t }, { '/q': v }),
      )
      assert.equal(answer.results.length, ids.length)
      answer.results.forEach(({ photoId, similarity }, i) => {
        assert.ok(Math.abs(similarity - expected[ids.indexOf(photoId)]!) < 1e-5)
        if (i > 0) assert.ok(similarity <= answer.results[i - 1]!.similarity)
      })
    }),
    { numRuns: 50 },
  )
})
