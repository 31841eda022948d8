import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { ResightError, type EmbeddingSpace } from '../types.ts'
import { listFailedFiles } from './catalogue/files.ts'
import { lockForWriting } from './catalogue/lock.ts'
import { readContentHash } from './catalogue/photos.ts'
import { activateSpace, activeSpace, dropSpace } from './catalogue/spaces.ts'
import { listUnencoded } from './catalogue/unencoded.ts'
import { countVectors, readSpaceVectors } from './catalogue/vectors.ts'
import { TEST_PIXELS, TEST_SPACE, testEncoder, testPool, vectorOf } from './indexing/fixture.ts'
import { hashOf, type TestLibrary, withLibrary } from './indexing/library-fixture.ts'
import type { ReencodingStages } from './indexing/reencode.ts'
import { switchSpace, type TakeOver } from './switch-space.ts'

const NEXT: EmbeddingSpace = { ...TEST_SPACE, id: 'next-space', model: 'next' }

function stagesOf({ catalogue }: TestLibrary, pool = testPool(), encoder = testEncoder()): ReencodingStages {
  const openPool = () => Promise.resolve(pool)
  return { catalogue, openPool, encode: encoder.encode, space: NEXT, pixels: TEST_PIXELS, batch: 4 }
}

function takeOverOf({ catalogue }: TestLibrary, more: Partial<TakeOver> = {}): TakeOver {
  return { prepare: () => Promise.resolve(), activate: () => activateSpace(catalogue, NEXT.id), ...more }
}

test('every photo gets its own vector, newest first, and the space takes over whole', async () => {
  await withLibrary(async (library) => {
    const { catalogue, write, index, at } = library
    for (let i = 0; i < 20; i++) write(`a/${i}.jpg`, `photo ${i}`)
    write('a/copy.jpg', 'photo 3')
    await index(['a'])
    const pool = testPool()
    const report = await switchSpace(stagesOf(library, pool), takeOverOf(library))
    assert.deepEqual([report.encoded, report.failed, report.outOfReach, report.cancelled], [20, 0, 0, false])
    assert.deepEqual(
      pool.decoded.slice(0, 2).sort(),
      [at('a/18.jpg'), at('a/19.jpg')].sort(),
      'the two workers begin with the newest',
    )
    assert.equal(activeSpace(catalogue)?.id, NEXT.id)
    const { ids, vectors } = readSpaceVectors(catalogue, NEXT.id)
    assert.equal(ids.length, 20)
    for (const [row, photoId] of ids.entries()) {
      const contentHash = readContentHash(catalogue, photoId) ?? ''
      assert.deepEqual([...vectors.data.subarray(8 * row, 8 * row + 8)], vectorOf(contentHash))
    }
    assert.equal(countVectors(catalogue, TEST_SPACE.id), 20, 'the old vectors stay')
  })
})

test('capture time goes before modification time; both are compared as local time', async () => {
  await withLibrary(async ({ catalogue, write, index }) => {
    for (let i = 0; i < 4; i++) write(`a/${i}.jpg`, `photo ${i}`)
    await index(['a'])
    // Files of 2001 by their modification time; two photos say otherwise.
    catalogue.database.run(`UPDATE photos SET taken_at = '1999-01-01T00:00:00' WHERE id = 4`)
    catalogue.database.run(`UPDATE photos SET taken_at = '2020-01-01T00:00:00+02:00' WHERE id = 1`)
    catalogue.database.run(`UPDATE files SET mtime_ms = mtime_ms + 86400000 WHERE photo = 2`)
    emptySpace(catalogue)
    assert.deepEqual(listUnencoded(catalogue, TEST_SPACE.id), [1, 2, 3, 4])
  })
})

/** Empties the space without dropping it. */
function emptySpace(catalogue: TestLibrary['catalogue']): void {
  catalogue.database.exec('DELETE FROM vectors')
}

test('a photo that cannot be read is listed, one that went away or changed is left to the next scan', async () => {
  await withLibrary(async (library) => {
    const { catalogue, write, index, at } = library
    for (let i = 0; i < 6; i++) write(`a/${i}.jpg`, `photo ${i}`)
    await index(['a'])
    rmSync(at('a/0.jpg'))
    writeFileSync(at('a/1.jpg'), 'other content')
    writeFileSync(at('a/2.jpg'), 'bad from now on')
    const refused = hashOf('photo 3')
    const encoder = testEncoder((picture) => picture.data[0] === vectorOf(refused)[0])
    const report = await switchSpace(stagesOf(library, testPool(), encoder), takeOverOf(library))
    assert.deepEqual([report.encoded, report.failed, report.outOfReach, report.cancelled], [2, 2, 2, false])
    assert.deepEqual(
      listFailedFiles(catalogue).map(({ path }) => path),
      [at('a/2.jpg'), at('a/3.jpg')],
    )
    assert.equal(activeSpace(catalogue)?.id, NEXT.id)
    // What only the encoder could not do is done by the next that can, and then counts as failed no more.
    const again = await switchSpace(stagesOf(library), takeOverOf(library))
    assert.deepEqual([again.encoded, again.failed, again.outOfReach], [1, 1, 2])
    assert.deepEqual(
      listFailedFiles(catalogue).map(({ path }) => path),
      [at('a/2.jpg')],
    )
  })
})

test('an encoder that breaks ends the switch with its error, and the old space goes on', async () => {
  await withLibrary(async (library) => {
    for (let i = 0; i < 6; i++) library.write(`a/${i}.jpg`, `photo ${i}`)
    await library.index(['a'])
    const broken = testEncoder(() => true)
    await assert.rejects(switchSpace(stagesOf(library, testPool(), broken), takeOverOf(library)), /choked/)
    assert.equal(activeSpace(library.catalogue)?.id, TEST_SPACE.id)
    assert.equal((await switchSpace(stagesOf(library), takeOverOf(library))).encoded, 6, 'the lock was let go')
  })
})

test('a takeover that fails changes nothing; a closed pool is no end of the work', async () => {
  await withLibrary(async (library) => {
    for (let i = 0; i < 6; i++) library.write(`a/${i}.jpg`, `photo ${i}`)
    await library.index(['a'])
    const pool = testPool()
    const closed = {
      ...pool,
      decode: () => Promise.reject(new ResightError('cancelled', 'The pool was closed')),
    }
    const report = await switchSpace(stagesOf(library, closed), takeOverOf(library))
    assert.deepEqual([report.encoded, report.cancelled], [0, true])
    const activate = () => {
      throw new ResightError('internal', 'no')
    }
    await assert.rejects(switchSpace(stagesOf(library), takeOverOf(library, { activate })), /no/)
    assert.equal(activeSpace(library.catalogue)?.id, TEST_SPACE.id)
    lockForWriting(library.catalogue).release()
  })
})

test('what is added between the last photo and the takeover is in the new space, too', async () => {
  await withLibrary(async (library) => {
    const { catalogue, write, index } = library
    for (let i = 0; i < 6; i++) write(`a/${i}.jpg`, `photo ${i}`)
    await index(['a'])
    const prepare = async () => {
      write('a/late.jpg', 'late')
      await index(['a'])
    }
    const report = await switchSpace(stagesOf(library), takeOverOf(library, { prepare }))
    assert.equal(report.encoded, 7)
    assert.equal(countVectors(catalogue, NEXT.id), 7)
    activateSpace(catalogue, TEST_SPACE.id)
    dropSpace(catalogue, NEXT.id)
  })
})
