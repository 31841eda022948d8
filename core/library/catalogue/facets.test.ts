import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { addBrowsed, browsedPhoto, removeAll } from './browse-fixture.ts'
import { readFacets } from './facets.ts'
import { recordFailure, recordFile } from './files.ts'
import { photosMatching } from './filter.ts'
import { addPhoto, withCatalogue } from './fixture.ts'
import { rememberFolder } from './folders.ts'

const ALL = { folder: null, firstDay: null, lastDay: null, camera: null, album: null, bounds: null }

test('every facet counts what its filter lets through, and no folder with photos is missing', () => {
  withCatalogue((catalogue) => {
    const first = rememberFolder(catalogue, '/p').id
    rememberFolder(catalogue, '/p/a')
    rememberFolder(catalogue, '/q')
    // Some photos have a second file elsewhere.
    const photo = fc.tuple(browsedPhoto, fc.option(fc.constantFrom('/p/a', '/p/a/b', '/q/z')))
    fc.assert(
      fc.property(fc.array(photo, { maxLength: 15 }), (photos) => {
        removeAll(catalogue)
        const ids = addBrowsed(
          catalogue,
          first,
          photos.map(([browsed]) => browsed),
        )
        const folders = new Set<string>()
        for (const [i, [{ folder }, copy]] of photos.entries()) {
          if (copy !== null)
            recordFile(catalogue, { path: `${copy}/copy-${i}.jpg`, bytes: 1, mtimeMs: 1 }, first, ids[i]!)
          for (const start of copy === null ? [folder] : [folder, copy])
            for (let at = start; at !== '/'; at = dirname(at)) folders.add(at)
        }
        const facets = readFacets(catalogue)
        assert.equal(facets.photos, ids.length)
        assert.deepEqual(
          facets.folders.map(({ path }) => path),
          [...folders].sort(),
        )
        for (const { path, photos: n } of facets.folders)
          assert.equal(n, photosMatching(catalogue, { ...ALL, folder: path }).size, path)
        for (const { month, photos: n } of facets.months)
          assert.equal(n, photosMatching(catalogue, { ...ALL, firstDay: `${month}-01`, lastDay: `${month}-31` }).size)
        assert.equal(facets.undated + facets.months.reduce((sum, { photos: n }) => sum + n, 0), ids.length)
        assert.deepEqual(
          facets.months.map(({ month }) => month),
          [...new Set(photos.flatMap(([{ taken }]) => taken?.slice(0, 7) ?? []))].sort().reverse(),
        )
        for (const { camera, photos: n } of facets.cameras)
          assert.equal(n, photos.filter(([browsed]) => browsed.camera === camera).length, camera)
        assert.equal(
          facets.cameras.reduce((sum, { photos: n }) => sum + n, 0),
          photos.filter(([{ camera }]) => camera !== null).length,
        )
        assert.deepEqual(
          facets.cameras,
          facets.cameras.toSorted((a, b) => b.photos - a.photos || (a.camera < b.camera ? -1 : 1)),
        )
      }),
    )
  })
})

test('failed files and photos that no file shows are not counted', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    addPhoto(catalogue, folder, '/p/a/1.jpg', 'a', { camera: 'Canon' })
    addPhoto(catalogue, folder, '/p/b/2.jpg', 'b', { camera: 'Canon' })
    addPhoto(catalogue, folder, '/p/b/3.jpg', 'c', { camera: 'Nikon' })
    for (const name of ['4', '5']) {
      const failure = { code: 'corrupt', reason: 'Broken.', failedAt: '2024-01-01T00:00:00Z' } as const
      recordFailure(catalogue, { path: `/p/c/${name}.jpg`, bytes: 1, mtimeMs: 1 }, folder, null, failure)
    }
    catalogue.database.exec(`DELETE FROM files WHERE path LIKE '/p/b/%'`)
    assert.deepEqual(readFacets(catalogue), {
      photos: 1,
      undated: 1,
      folders: [
        { path: '/p', photos: 1 },
        { path: '/p/a', photos: 1 },
      ],
      cameras: [{ camera: 'Canon', photos: 1 }],
      months: [],
    })
  })
})
