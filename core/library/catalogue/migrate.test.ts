import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { addToAlbum, createAlbum } from './albums.ts'
import { closeCatalogue, openCatalogue } from './catalogue.ts'
import { checkCatalogue } from './check.ts'
import { readFacets } from './facets.ts'
import { addPhoto, sha256, withFolder } from './fixture.ts'
import { readGeneration } from './generation.ts'
import { findPhotoByPath } from './photos.ts'
import { CATALOGUE_APPLICATION_ID, CATALOGUE_PAGE_BYTES, MIGRATIONS } from './schema.ts'
import { listSearches } from './searches.ts'
import { readTimeline } from './timeline.ts'
import { readVectors } from './vectors.ts'

/** A catalogue as version 1 left it, with two photos, one of them encoded, and an orphan. */
function writeVersion1(path: string): void {
  const raw = new DatabaseSync(path)
  raw.exec(`PRAGMA page_size = ${CATALOGUE_PAGE_BYTES}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL`)
  raw.exec(MIGRATIONS[0]!)
  raw.exec(`PRAGMA application_id = ${CATALOGUE_APPLICATION_ID}; PRAGMA user_version = 1`)
  raw.exec(`INSERT INTO folders (path, exclude, device, scanned) VALUES ('/p', '[]', 5, 1)`)
  const photo = raw.prepare(
    `INSERT INTO photos (hash, format, width, height, bytes, dhash, taken_at, camera, latitude, longitude, keywords)
     VALUES (?, 'jpeg', 4000, 3000, 9, '0', ?, 'Canon', 47.4, 8.5, '[]')`,
  )
  const file = raw.prepare('INSERT INTO files (path, folder, photo, bytes, mtime_ms) VALUES (?, 1, ?, 9, 1.5)')
  for (const [i, takenAt] of [[1, '2020-02-03T04:05:06+01:00'] as const, [2, null] as const, [3, null] as const]) {
    photo.run(Buffer.from(sha256(String(i)), 'hex'), takenAt)
    file.run(`/p/${i}.jpg`, i)
  }
  raw.exec(`INSERT INTO spaces (name, model, dtype, preprocessing, runtime, d, active)
            VALUES ('tiny', 'tiny', 'fp32', 'exact4', 'test', 2, 1)`)
  raw.prepare('INSERT INTO vectors (photo, space, vector) VALUES (1, 1, ?)').run(new Float32Array([0.6, 0.8]))
  raw.exec('DELETE FROM files WHERE photo = 3')
  raw.close()
}

test('a catalogue of version 1 is brought up to date with all that is in it', () => {
  withFolder((folder) => {
    const path = join(folder, 'catalogue.sqlite')
    writeVersion1(path)
    for (let opening = 0; opening < 2; opening++) closeCatalogue(openCatalogue(folder))
    const catalogue = openCatalogue(folder)
    try {
      assert.deepEqual(checkCatalogue(catalogue), [])
      assert.deepEqual(readTimeline(catalogue, null), {
        photoIds: [1, 2],
        aspectRatios: [1.33, 1.33],
        days: [
          { date: '2020-02-03', start: 0, count: 1 },
          { date: null, start: 1, count: 1 },
        ],
      })
      assert.deepEqual(readFacets(catalogue), {
        photos: 2,
        undated: 1,
        folders: [{ path: '/p', photos: 2 }],
        cameras: [{ camera: 'Canon', photos: 2 }],
        months: [{ month: '2020-02', photos: 1 }],
      })
      assert.deepEqual([...readVectors(catalogue, 'tiny', [1]).data], [...new Float32Array([0.6, 0.8])])
      assert.equal(findPhotoByPath(catalogue, '/p/2.jpg'), 2)
      assert.deepEqual(listSearches(catalogue), [])
      const { albumId } = createAlbum(catalogue, 'Zoo')
      assert.equal(addToAlbum(catalogue, albumId, [1, 2]).photos, 2)
      const before = readGeneration(catalogue, 'photos')
      // The orphan is found again, and is still the photo it was.
      assert.equal(addPhoto(catalogue, 1, '/p/new/3.jpg', '3'), 3)
      assert.ok(readGeneration(catalogue, 'photos') > before)
    } finally {
      closeCatalogue(catalogue)
    }
  })
})
