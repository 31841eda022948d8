import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ResightError } from '../types.ts'
import { countLibrary } from './catalogue/counts.ts'
import { listFailedFiles } from './catalogue/files.ts'
import { forgetFolder, listFolders } from './catalogue/folders.ts'
import { lockForWriting } from './catalogue/lock.ts'
import { findPhotoByPath } from './catalogue/photos.ts'
import { activeSpace } from './catalogue/spaces.ts'
import { readThumbnail } from './catalogue/thumbnails.ts'
import { listEncodedPhotos } from './catalogue/vectors.ts'
import { TEST_SPACE, testEncoder, testPool, vectorOf } from './indexing/fixture.ts'
import { countsOf, hashOf, shownFiles, withLibrary } from './indexing/library-fixture.ts'
import { scanFolder } from './scan.ts'

const QUIET = { indexed: 0, unchanged: 0, failed: 0, removed: 0, moved: 0, cancelled: false }

test('photos get in with vector, tokens and thumbnail; a second run does nothing', async () => {
  await withLibrary(async ({ catalogue, pool, encoder, at, write, index }) => {
    for (let i = 0; i < 10; i++) write(`a/${i}.jpg`, `photo number ${i}`)
    write('a/below/10.JPG', 'another')
    write('a/11.txt', 'not a photo')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 11 })
    assert.equal(shownFiles(catalogue).get(at('a/below/10.JPG')), hashOf('another'))
    assert.equal(shownFiles(catalogue).size, 11)
    assert.equal(readThumbnail(catalogue, hashOf('another'))?.width, 8)
    assert.equal(activeSpace(catalogue)?.id, TEST_SPACE.id)
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, unchanged: 11 })
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 11 })
    assert.deepEqual([encoder.encoded(), pool.decoded.length], [11, 11])
  })
})

test('copies are decoded once, and copies of a damaged file each fail', async () => {
  await withLibrary(async ({ catalogue, pool, encoder, write, index }) => {
    for (let i = 0; i < 30; i++) write(`a/${i}.jpg`, 'the same photo')
    for (let i = 0; i < 7; i++) write(`a/bad${i}.jpg`, 'bad photo')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 1, moved: 29, failed: 7 })
    assert.equal(encoder.encoded(), 1)
    assert.equal(pool.decoded.filter((path) => !path.includes('bad')).length, 1)
    assert.deepEqual(countLibrary(catalogue), { photos: 1, files: 30, failed: 7 })
  })
})

test('a file of a size not seen before is read once; hashed on its own only where the size is known', async () => {
  await withLibrary(async ({ pool, at, write, index }) => {
    write('a/1.jpg', 'x')
    write('a/2.jpg', 'xx')
    await index(['a'])
    assert.deepEqual(pool.hashed, [])
    write('a/3.jpg', 'yy')
    await index(['a'])
    assert.deepEqual(pool.hashed, [at('a/3.jpg')])
  })
})

test('renamed, moved and touched files are not decoded again', async () => {
  await withLibrary(async ({ catalogue, pool, at, write, index }) => {
    for (const name of ['a/1.jpg', 'a/2.jpg', 'a/3.jpg', 'b/4.jpg']) write(name, `content of ${name}`)
    await index(['a', 'b'])
    const before = findPhotoByPath(catalogue, at('a/1.jpg'))
    renameSync(at('a/1.jpg'), at('a/renamed.jpg'))
    renameSync(at('a/2.jpg'), at('b/moved.jpg'))
    utimesSync(at('a/3.jpg'), 5, 5)
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 2, moved: 2, removed: 2 })
    assert.equal(findPhotoByPath(catalogue, at('a/renamed.jpg')), before)
    assert.equal(pool.decoded.length, 4)
    assert.equal(shownFiles(catalogue).size, 4)
  })
})

test('a photo moved between folders survives, whichever is scanned first', async () => {
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'a', 'b'],
  ]) {
    await withLibrary(async ({ catalogue, encoder, at, write, index }) => {
      write('a/1.jpg', 'one')
      write('a/2.jpg', 'two')
      write('b/3.jpg', 'three')
      await index(['a', 'b'])
      renameSync(at('a/1.jpg'), at('b/1.jpg'))
      for (const folder of order) await index([folder])
      assert.equal(encoder.encoded(), 3, order.join())
      assert.deepEqual([...shownFiles(catalogue).keys()].sort(), [at('a/2.jpg'), at('b/1.jpg'), at('b/3.jpg')])
    })
  }
})

test('an edited file is a new photo; the old one is dropped', async () => {
  await withLibrary(async ({ catalogue, at, write, index }) => {
    write('a/1.jpg', 'before')
    await index(['a'])
    write('a/1.jpg', 'after!')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 1 })
    assert.deepEqual([...shownFiles(catalogue)], [[at('a/1.jpg'), hashOf('after!')]])
    assert.equal(countLibrary(catalogue).photos, 1)
    assert.equal(listEncodedPhotos(catalogue, TEST_SPACE.id).size, 1)
  })
})

test('a failed file is left alone until it changes or someone asks', async () => {
  await withLibrary(async ({ catalogue, pool, at, write, index }) => {
    write('a/1.jpg', 'bad')
    write('a/2.jpg', 'fine')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 1, failed: 1 })
    const [failed] = listFailedFiles(catalogue)
    assert.deepEqual([failed?.path, failed?.reason, failed?.code], [at('a/1.jpg'), 'It is damaged.', 'unreadable'])
    assert.ok(Math.abs(Date.parse(failed?.failedAt ?? '') - Date.now()) < 60_000)
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, unchanged: 1, failed: 1 })
    assert.equal(pool.decoded.length, 2)
    assert.deepEqual(countsOf(await index(['a'], { retryFailed: true })), { ...QUIET, unchanged: 1, failed: 1 })
    assert.equal(pool.decoded.length, 3)
    write('a/1.jpg', 'mended')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 1, unchanged: 1 })
    assert.deepEqual(listFailedFiles(catalogue), [])
  })
})

test('an offline folder keeps its photos; one that comes back is unchanged', async () => {
  await withLibrary(async ({ catalogue, at, write, index }) => {
    write('a/1.jpg', 'one')
    write('b/2.jpg', 'two')
    await index(['a', 'b'])
    renameSync(at('a'), at('away'))
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 1 })
    assert.equal(shownFiles(catalogue).size, 2)
    await assert.rejects(index(['a']), (error) => error instanceof ResightError && error.code === 'offline')
    renameSync(at('away'), at('a'))
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 2 })
  })
})

test('a folder that goes away during the run loses nothing', async () => {
  const pool = testPool(5)
  await withLibrary(
    async ({ catalogue, at, write, index }) => {
      for (let i = 0; i < 40; i++) write(`a/${i}.jpg`, `photo ${i}`)
      write('b/1.jpg', 'elsewhere')
      await index(['a', 'b'])
      for (let i = 0; i < 40; i++) write(`a/${i}.jpg`, `edited ${i}`)
      let batches = 0
      const report = await index(null, {
        encode: async (batch) => {
          batches += 1
          if (batches === 2) renameSync(at('a'), at('away'))
          return testEncoder().encode(batch)
        },
      })
      assert.equal(report.removed, 0)
      assert.equal(report.failed, 0)
      assert.equal(shownFiles(catalogue).size, 41)
      renameSync(at('away'), at('a'))
      await index(null)
      for (let i = 0; i < 40; i++) assert.equal(shownFiles(catalogue).get(at(`a/${i}.jpg`)), hashOf(`edited ${i}`))
    },
    { pool },
  )
})

test('an emptied folder is emptied', async () => {
  await withLibrary(async ({ catalogue, at, write, index }) => {
    write('a/1.jpg', 'one')
    await index(['a'])
    rmSync(at('a/1.jpg'))
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, removed: 1 })
    assert.deepEqual(countLibrary(catalogue), { photos: 0, files: 0, failed: 0 })
  })
})

test('what a scan cannot look at is listed, and the files behind it are kept', async () => {
  await withLibrary(async ({ catalogue, at, write, index }) => {
    write('a/open/1.jpg', 'one')
    write('a/closed/2.jpg', 'two')
    write('a/closed.jpg', 'three')
    await index(['a'])
    // Permissions do not stop root, so the folder is closed by hand.
    async function* scan(folder: string, options: Parameters<typeof scanFolder>[1] = {}) {
      for await (const file of scanFolder(folder, { ...options, exclude: ['closed'] })) yield file
      options.onProblem?.({ path: at('a/closed'), reason: 'No permission.', code: 'unreadable' })
    }
    for (let run = 0; run < 2; run++) {
      assert.deepEqual(countsOf(await index(null, { scan })), { ...QUIET, unchanged: 2, failed: 1 })
      const failed = listFailedFiles(catalogue)
      assert.deepEqual(
        failed.map(({ path, reason }) => [path, reason]),
        [[at('a/closed'), 'No permission.']],
      )
      assert.equal(countLibrary(catalogue).photos, 3)
    }
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 3, removed: 1 })
    assert.deepEqual(listFailedFiles(catalogue), [])
  })
})

test('excludes are remembered and applied backwards', async () => {
  await withLibrary(async ({ catalogue, at, write, index, indexRequest }) => {
    write('a/1.jpg', 'one')
    write('a/private/2.jpg', 'two')
    await index(['a'])
    assert.deepEqual(countsOf(await indexRequest({ folders: [at('a')], exclude: ['private/**'] })), {
      ...QUIET,
      unchanged: 1,
      removed: 1,
    })
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, unchanged: 1 })
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 1 })
    assert.deepEqual([...shownFiles(catalogue).keys()], [at('a/1.jpg')])
    assert.deepEqual(countsOf(await indexRequest({ folders: [at('a')], exclude: [] })), {
      ...QUIET,
      unchanged: 1,
      indexed: 1,
    })
  })
})

test('overlapping folders show each file once', async () => {
  await withLibrary(async ({ catalogue, encoder, at, write, index }) => {
    write('a/1.jpg', 'one')
    write('a/in/2.jpg', 'two')
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 2 })
    assert.deepEqual(countsOf(await index(['a/in'])), { ...QUIET, unchanged: 1 })
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 2 })
    assert.deepEqual(forgetFolder(catalogue, at('a')), { removed: 1 })
    assert.deepEqual([...shownFiles(catalogue).keys()], [at('a/in/2.jpg')])
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 1, unchanged: 1 })
    assert.equal(encoder.encoded(), 3)
  })
})

test('a folder that is not there, or no folder, is refused before anything is remembered', async () => {
  await withLibrary(async ({ catalogue, at, write, index, indexRequest }) => {
    write('a/1.jpg', 'one')
    for (const [folders, code] of [
      [['a', 'nowhere'], 'not-found'],
      [['a', 'a/1.jpg'], 'invalid-argument'],
      [['a', 'a/1.jpg/x'], 'not-found'],
    ] as const) {
      await assert.rejects(index(folders), (error) => error instanceof ResightError && error.code === code)
    }
    await assert.rejects(indexRequest({ folders: [at('a')], exclude: [''] }), /exclude/)
    assert.deepEqual(listFolders(catalogue), [])
  })
})

test('a new space is filled from any path that still exists, and the old vectors stay', async () => {
  await withLibrary(async ({ catalogue, encoder, at, write, index }) => {
    write('a/1.jpg', 'one')
    write('a/2.jpg', 'two')
    copyFileSync(at('a/1.jpg'), at('a/1-copy.jpg'))
    await index(['a'])
    const space = { ...TEST_SPACE, id: 'new-space' }
    assert.deepEqual(countsOf(await index(null, { space })), { ...QUIET, indexed: 2, unchanged: 1 })
    assert.equal(encoder.encoded(), 4)
    assert.equal(listEncodedPhotos(catalogue, 'new-space').size, 2)
    assert.equal(shownFiles(catalogue).size, 3)
    assert.equal(activeSpace(catalogue)?.id, TEST_SPACE.id)
    assert.deepEqual(countsOf(await index(null, { space })), { ...QUIET, unchanged: 3 })
  })
})

test('a picture that the encoder chokes on costs only itself', async () => {
  const culprit = vectorOf(hashOf('photo 5'))
  const encoder = testEncoder((picture) => culprit.every((value, i) => picture.data[3 * i] === value))
  await withLibrary(
    async ({ catalogue, at, write, index }) => {
      for (let i = 0; i < 12; i++) write(`a/${i}.jpg`, `photo ${i}`)
      assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 11, failed: 1 })
      assert.deepEqual(
        listFailedFiles(catalogue).map(({ path }) => path),
        [at('a/5.jpg')],
      )
      assert.equal(shownFiles(catalogue).size, 12)
    },
    { encoder },
  )
})

test('a vector that is not a number is never stored', async () => {
  const broken = testEncoder()
  await withLibrary(async ({ catalogue, write, index }) => {
    for (let i = 0; i < 3; i++) write(`a/${i}.jpg`, `photo ${i}`)
    const report = await index(['a'], {
      encode: async (batch) => {
        const { globals, tokens } = await broken.encode(batch)
        globals.data[3] = Number.NaN
        return { globals, tokens }
      },
    })
    assert.deepEqual(countsOf(report), { ...QUIET, indexed: 2, failed: 1 })
    assert.equal(shownFiles(catalogue).size, 3)
  })
})

test('a broken encoder ends the run and blames no photo', async () => {
  await withLibrary(async ({ catalogue, write, index }) => {
    for (let i = 0; i < 6; i++) write(`a/${i}.jpg`, `photo ${i}`)
    await assert.rejects(index(['a'], { encode: testEncoder(() => true).encode }), /choked/)
    assert.deepEqual(countLibrary(catalogue), { photos: 0, files: 0, failed: 0 })
    const wrongSize = async () => ({ globals: { n: 1, d: 3, data: new Float32Array(3) }, tokens: null })
    await assert.rejects(index(['a'], { encode: wrongSize }), /gave 1 × 3/)
    assert.deepEqual(countsOf(await index(['a'])), { ...QUIET, indexed: 6 })
  })
})

test('what stops a run is not blamed on a photo', async () => {
  const pool = {
    ...testPool(),
    decode: () => Promise.reject(new ResightError('internal', 'No process could be started')),
  }
  await withLibrary(
    async ({ catalogue, write, index }) => {
      write('a/1.jpg', 'one')
      await assert.rejects(index(['a']), /No process could be started/)
      assert.deepEqual(countLibrary(catalogue), { photos: 0, files: 0, failed: 0 })
      lockForWriting(catalogue).release()
    },
    { pool },
  )
})

test('a library among its own photos is no photo', async () => {
  await withLibrary(async ({ root, write, index, indexRequest }) => {
    write('a/1.jpg', 'one')
    await index(['a'])
    assert.deepEqual(countsOf(await indexRequest({ folders: [root] })), { ...QUIET, unchanged: 1 })
    mkdirSync(join(root, 'photos/b'))
    writeFileSync(join(root, 'photos/b/2.jpg'), 'two')
    assert.deepEqual(countsOf(await index(null)), { ...QUIET, unchanged: 1, indexed: 1 })
  })
})
