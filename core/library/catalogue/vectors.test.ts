import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ResightError } from '../../types.ts'
import { forgetFolder, rememberFolder } from './folders.ts'
import { addPhoto, testSpace, withCatalogue } from './fixture.ts'
import { activateSpace, activeSpace, dropSpace, ensureSpace, findSpace, listSpaces } from './spaces.ts'
import { readTokens } from './tokens.ts'
import { countVectors, listEncodedPhotos, readSpaceVectors, readVectors, recordVector } from './vectors.ts'

const CORRUPT = (error: unknown) => error instanceof ResightError && error.code === 'corrupt'

test('vectors and tokens come back bit for bit, by space, in whole and by id', () => {
  const component = fc.float({ noNaN: true, noDefaultInfinity: true })
  const shape = fc.record({ d: fc.integer({ min: 1, max: 40 }), n: fc.integer({ min: 1, max: 12 }) })
  const case_ = shape.chain(({ d, n }) =>
    fc.record({
      d: fc.constant(d),
      rows: fc.array(fc.float32Array({ minLength: d, maxLength: d, noNaN: true, noDefaultInfinity: true }), {
        minLength: n,
        maxLength: n,
      }),
      tokens: fc.array(fc.option(fc.int8Array({ minLength: 3 * d, maxLength: 3 * d })), { minLength: n, maxLength: n }),
      scale: component.filter((x) => x > 0),
    }),
  )
  withCatalogue((catalogue) => {
    let run = 0
    fc.assert(
      fc.property(case_, ({ d, rows, tokens, scale }) => {
        run += 1
        const folder = rememberFolder(catalogue, '/p').id
        const space = ensureSpace(catalogue, testSpace(d, `space ${run}`))
        const other = ensureSpace(catalogue, testSpace(d + 1, `other ${run}`))
        const scales = new Float32Array(3).fill(scale)
        const ids = rows.map((vector, i) => {
          const id = addPhoto(catalogue, folder, `/p/${i}.jpg`, `photo ${i}`)
          const data = tokens[i] ?? null
          recordVector(catalogue, space, id, vector, data === null ? null : { k: 3, d, data, scales })
          if (i % 2 === 0) recordVector(catalogue, other, id, new Float32Array(d + 1), null)
          return id
        })
        const whole = readSpaceVectors(catalogue, space.id)
        assert.deepEqual([...whole.ids], ids)
        assert.deepEqual(
          [...whole.vectors.data],
          rows.flatMap((row) => [...row]),
        )
        assert.equal(whole.generation, findSpace(catalogue, space.id)?.generation)
        const backwards = ids.toReversed()
        assert.deepEqual(
          [...readVectors(catalogue, space.id, backwards).data],
          rows.toReversed().flatMap((row) => [...row]),
        )
        assert.deepEqual(readTokens(catalogue, space.id, [...backwards, 999]), [
          ...tokens.toReversed().map((data) => data && { k: 3, d, data, scales }),
          null,
        ])
        assert.equal(countVectors(catalogue, other.id), Math.ceil(rows.length / 2))
        forgetFolder(catalogue, '/p')
      }),
      { numRuns: 50 },
    )
  })
})

test('every change of a space changes its generation, and nothing else does', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const space = ensureSpace(catalogue, testSpace(2))
    ensureSpace(catalogue, testSpace(2, 'other'))
    const generation = (id = 'tiny') => findSpace(catalogue, id)?.generation ?? 0
    const others = generation('other')
    let last = generation()
    const changes = (what: string, work: () => unknown) => {
      work()
      assert.ok(generation() > last, what)
      last = generation()
    }
    const photoId = addPhoto(catalogue, folder, '/p/1.jpg', 'one')
    assert.equal(generation(), last)
    changes('insert', () => recordVector(catalogue, space, photoId, new Float32Array([1, 0]), null))
    changes('replace', () => recordVector(catalogue, space, photoId, new Float32Array([0, 1]), null))
    addPhoto(catalogue, folder, '/p/1-copy.jpg', 'one')
    assert.equal(generation(), last)
    changes('drop', () => forgetFolder(catalogue, '/p'))
    assert.equal(generation('other'), others)
  })
})

test('the first space answers until another is made active; only an idle one can be dropped', () => {
  withCatalogue((catalogue) => {
    const photoId = addPhoto(catalogue, rememberFolder(catalogue, '/p').id, '/p/1.jpg', 'one')
    for (const id of ['old', 'new']) {
      const space = ensureSpace(catalogue, testSpace(2, id))
      const tokens = { k: 1, d: 2, data: new Int8Array(2), scales: new Float32Array([1]) }
      recordVector(catalogue, space, photoId, new Float32Array(2), tokens)
    }
    assert.equal(activeSpace(catalogue)?.id, 'old')
    assert.throws(() => dropSpace(catalogue, 'old'), /in use/)
    activateSpace(catalogue, 'new')
    assert.equal(activeSpace(catalogue)?.id, 'new')
    dropSpace(catalogue, 'old')
    assert.deepEqual(
      listSpaces(catalogue).map(({ id }) => id),
      ['new'],
    )
    assert.deepEqual([...listEncodedPhotos(catalogue, 'new')], [photoId])
    assert.throws(() => readSpaceVectors(catalogue, 'old'), /no embedding space old/)
    assert.throws(() => activateSpace(catalogue, 'old'), /no embedding space old/)
    assert.equal(activeSpace(catalogue)?.id, 'new')
  })
})

test('a space cannot change its number of components, nor have too many', () => {
  withCatalogue((catalogue) => {
    ensureSpace(catalogue, testSpace(4))
    assert.throws(() => ensureSpace(catalogue, testSpace(5)), CORRUPT)
    for (const d of [0, 1.5, 16_385, Number.NaN]) {
      assert.throws(() => ensureSpace(catalogue, testSpace(d, 'x')), /Expected an integer from 1 to 16384 for space.d/)
    }
  })
})

test('vectors and tokens that do not fit are called damage', () => {
  withCatalogue((catalogue) => {
    const space = ensureSpace(catalogue, testSpace(4))
    const photoId = addPhoto(catalogue, rememberFolder(catalogue, '/p').id, '/p/1.jpg', 'one')
    for (const vector of [new Float32Array(3), new Float32Array(5), new Float32Array([1, 2, Number.NaN, 4])]) {
      recordVector(catalogue, space, photoId, vector, null)
      assert.throws(() => readSpaceVectors(catalogue, 'tiny'), CORRUPT)
      if (vector.length !== 4) assert.throws(() => readVectors(catalogue, 'tiny', [photoId]), CORRUPT)
    }
    const good = { k: 2, d: 4, data: new Int8Array(8), scales: new Float32Array([1, 1]) }
    for (const tokens of [
      { ...good, data: new Int8Array(7) },
      { ...good, scales: new Float32Array(1) },
      { ...good, scales: new Float32Array(0) },
      { ...good, scales: new Float32Array([1, -1]) },
      { ...good, scales: new Float32Array([1, Number.NaN]) },
    ]) {
      recordVector(catalogue, space, photoId, new Float32Array(4), tokens)
      assert.throws(() => readTokens(catalogue, 'tiny', [photoId]), CORRUPT)
    }
    recordVector(catalogue, space, photoId, new Float32Array(4), good)
    assert.deepEqual(readTokens(catalogue, 'tiny', [photoId]), [good])
    recordVector(catalogue, space, photoId, new Float32Array(4), null)
    assert.deepEqual(readTokens(catalogue, 'tiny', [photoId]), [null])
  })
})

test('a space that claims more components than the file can hold allocates nothing', () => {
  withCatalogue((catalogue) => {
    const space = ensureSpace(catalogue, testSpace(4))
    const folder = rememberFolder(catalogue, '/p').id
    for (let i = 0; i < 300; i++) {
      recordVector(catalogue, space, addPhoto(catalogue, folder, `/p/${i}`, `${i}`), new Float32Array(4), null)
    }
    catalogue.database.exec('UPDATE spaces SET d = 16384')
    assert.throws(() => readSpaceVectors(catalogue, 'tiny'), /claims more vectors than it holds/)
  })
})
