import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addToAlbum, createAlbum, deleteAlbum, listAlbums, readAlbum, removeFromAlbum, renameAlbum } from './albums.ts'
import { addPhoto, withCatalogue } from './fixture.ts'
import { forgetFolder, rememberFolder } from './folders.ts'
import { readGeneration } from './generation.ts'
import { readPhoto } from './photos.ts'

test('names are trimmed, 1 to 200 characters, and differ in more than case', () => {
  withCatalogue((catalogue) => {
    const { albumId } = createAlbum(catalogue, '  Ísland 2024\n')
    assert.deepEqual(listAlbums(catalogue), [{ albumId, name: 'Ísland 2024', photos: 0, cover: null }])
    for (const taken of ['Ísland 2024', 'íSLAND 2024', 'I\u0301sland 2024 ']) {
      assert.throws(
        () => createAlbum(catalogue, taken),
        { code: 'invalid-argument', message: /Ísland 2024 already/, remedy: /another name/ },
        taken,
      )
    }
    for (const name of ['', ' \t', 'x'.repeat(201), 7 as unknown as string]) {
      assert.throws(() => createAlbum(catalogue, name), { code: 'invalid-argument', message: /1 to 200 characters/ })
    }
    createAlbum(catalogue, 'x'.repeat(200))
    const other = createAlbum(catalogue, 'Zoo')
    assert.throws(() => renameAlbum(catalogue, other.albumId, 'ísland 2024'), /already/)
    assert.equal(renameAlbum(catalogue, albumId, 'ÍSLAND 2024').name, 'ÍSLAND 2024')
    assert.deepEqual(
      listAlbums(catalogue).map(({ name }) => name.slice(0, 11)),
      ['x'.repeat(11), 'Zoo', 'ÍSLAND 2024'],
    )
  })
})

test('an album holds a set of photos', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const ids = Array.from({ length: 6 }, (_, i) =>
      addPhoto(catalogue, folder, `/p/${i}.jpg`, `${i}`, { takenAt: `2024-01-0${1 + (i % 3)}T10:00:00` }),
    )
    const some = fc.array(fc.constantFrom(...ids))
    const step = fc.record({ add: fc.boolean(), some })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const { albumId } = createAlbum(catalogue, 'set')
        const held = new Set<number>()
        for (const { add, some: photoIds } of steps) {
          for (const id of photoIds)
            if (add) held.add(id)
            else held.delete(id)
          const album = add ? addToAlbum(catalogue, albumId, photoIds) : removeFromAlbum(catalogue, albumId, photoIds)
          const newest = [...held].sort((a, b) => ((b - 1) % 3) - ((a - 1) % 3) || b - a)
          assert.deepEqual(album, { albumId, name: 'set', photos: held.size, cover: newest[0] ?? null })
        }
        deleteAlbum(catalogue, albumId)
      }),
    )
    assert.equal(readPhoto(catalogue, ids[0]!).photoId, ids[0])
  })
})

test('an unknown photo adds none; an unknown album is named with those there are', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const photoId = addPhoto(catalogue, folder, '/p/a.jpg', 'a')
    const { albumId } = createAlbum(catalogue, 'Zoo')
    assert.throws(() => addToAlbum(catalogue, albumId, [photoId, 99]), { code: 'not-found', message: /no photo 99/ })
    assert.throws(() => addToAlbum(catalogue, albumId, [1.5]), /photoIds\[0\]/)
    assert.throws(() => addToAlbum(catalogue, albumId, 'all' as unknown as number[]), /a list of photo ids/)
    assert.equal(readAlbum(catalogue, albumId).photos, 0)
    const gone = { code: 'not-found', remedy: /Zoo/ }
    assert.throws(() => addToAlbum(catalogue, 99, [photoId]), gone)
    assert.throws(() => removeFromAlbum(catalogue, 99, [photoId]), gone)
    assert.throws(() => renameAlbum(catalogue, 99, 'New'), gone)
    assert.throws(() => deleteAlbum(catalogue, 99), gone)
  })
})

test('a moved photo stays in its album, one that waits to be found is not shown, a dropped one leaves', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const photoId = addPhoto(catalogue, folder, '/p/a.jpg', 'a')
    const { albumId } = createAlbum(catalogue, 'Zoo')
    addToAlbum(catalogue, albumId, [photoId])
    catalogue.database.exec(`DELETE FROM files WHERE path = '/p/a.jpg'`)
    assert.deepEqual(readAlbum(catalogue, albumId), { albumId, name: 'Zoo', photos: 0, cover: null })
    assert.equal(addPhoto(catalogue, folder, '/p/elsewhere/a.jpg', 'a'), photoId)
    assert.deepEqual(readAlbum(catalogue, albumId), { albumId, name: 'Zoo', photos: 1, cover: photoId })
    assert.deepEqual(forgetFolder(catalogue, '/p'), { removed: 1 })
    assert.equal(readAlbum(catalogue, albumId).photos, 0)
    assert.deepEqual(catalogue.database.all('SELECT * FROM album_photos'), [])
  })
})

test('whatever is browsed has a generation that grows with each change of it', () => {
  withCatalogue((catalogue) => {
    const generations = () => [readGeneration(catalogue, 'photos'), readGeneration(catalogue, 'albums')] as const
    const grows = (change: () => void, photos: boolean, albums: boolean) => {
      const before = generations()
      change()
      const after = generations()
      assert.deepEqual([after[0] > before[0], after[1] > before[1]], [photos, albums], String(change))
    }
    const folder = rememberFolder(catalogue, '/p').id
    grows(() => addPhoto(catalogue, folder, '/p/a.jpg', 'a'), true, false)
    grows(() => addPhoto(catalogue, folder, '/p/b.jpg', 'a'), true, false)
    grows(() => catalogue.database.exec(`UPDATE files SET path = '/p/c.jpg' WHERE path = '/p/b.jpg'`), true, false)
    grows(() => createAlbum(catalogue, 'Zoo'), false, true)
    grows(() => addToAlbum(catalogue, 1, [1]), false, true)
    grows(() => renameAlbum(catalogue, 1, 'Z'), false, true)
    grows(() => removeFromAlbum(catalogue, 1, [1]), false, true)
    grows(() => addToAlbum(catalogue, 1, []), false, false)
    grows(() => deleteAlbum(catalogue, 1), false, true)
    grows(() => forgetFolder(catalogue, '/p'), true, false)
  })
})
