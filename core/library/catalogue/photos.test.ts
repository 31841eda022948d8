import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { countLibrary, measureDisk, readSpaceStatuses } from './counts.ts'
import { listFailedFiles, recordFailure, recordFile } from './files.ts'
import { photosMatching } from './filter.ts'
import { addPhoto, sha256, testSpace, withCatalogue } from './fixture.ts'
import { forgetFolder, rememberFolder } from './folders.ts'
import {
  findPhotoByHash,
  findPhotoByPath,
  listFingerprints,
  listPhotoSizes,
  preferredPaths,
  readContentHash,
  readPhoto,
} from './photos.ts'
import { ensureSpace } from './spaces.ts'
import { readThumbnail, writeThumbnails } from './thumbnails.ts'
import { recordVector } from './vectors.ts'

const ALL = { folder: null, firstDay: null, lastDay: null, camera: null, album: null, bounds: null }

test('what is recorded of a photo comes back', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const metadata = {
      takenAt: '2024-02-29T23:59:58+01:00',
      camera: 'Canon EOS 5D',
      lens: 'EF 50mm',
      gps: { latitude: -33.9, longitude: 151.2 },
      rating: 4,
      keywords: ['Hütte', '犬', "o'clock"],
      title: 'title',
      description: 'a\nb',
    }
    const photoId = addPhoto(catalogue, folder, '/p/z.jpg', 'content', metadata)
    addPhoto(catalogue, folder, '/p/a.jpg', 'content')
    assert.deepEqual(readPhoto(catalogue, photoId), {
      photoId,
      paths: ['/p/a.jpg', '/p/z.jpg'],
      contentHash: sha256('content'),
      format: 'jpeg',
      width: 40,
      height: 30,
      bytes: 7,
      ...metadata,
    })
    assert.equal(findPhotoByHash(catalogue, sha256('content')), photoId)
    assert.equal(findPhotoByPath(catalogue, '/p/a.jpg'), photoId)
    assert.equal(findPhotoByPath(catalogue, '/p/b.jpg'), null)
    assert.equal(readContentHash(catalogue, photoId), sha256('content'))
    assert.deepEqual(listPhotoSizes(catalogue), new Set([7]))
    assert.deepEqual(listFingerprints(catalogue), [
      { photoId, dhash: sha256('content').slice(0, 16), paths: ['/p/a.jpg', '/p/z.jpg'] },
    ])
    assert.throws(() => readPhoto(catalogue, photoId + 1), /no photo/)
  })
})

test('a failed file is listed with its reason until it is read', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const file = { path: '/p/a.jpg', bytes: 3, mtimeMs: 4.25 }
    const failure = { code: 'unreadable', reason: 'It is empty.', failedAt: '2026-01-01T00:00:00.000Z' } as const
    recordFailure(catalogue, file, folder, null, failure)
    assert.deepEqual(listFailedFiles(catalogue), [{ path: '/p/a.jpg', ...failure }])
    assert.deepEqual(countLibrary(catalogue), { photos: 0, files: 0, failed: 1 })
    const photoId = addPhoto(catalogue, folder, '/p/b.jpg', 'b')
    recordFile(catalogue, file, folder, photoId)
    assert.deepEqual(listFailedFiles(catalogue), [])
    assert.deepEqual(countLibrary(catalogue), { photos: 1, files: 2, failed: 0 })
  })
})

test('the preferred path is one that exists, else the first', () => {
  withCatalogue((catalogue) => {
    const at = (name: string) => join(catalogue.folder, name)
    const folder = rememberFolder(catalogue, catalogue.folder).id
    mkdirSync(at('there'))
    writeFileSync(at('there/b.jpg'), '')
    const [one, two, gone] = ['one', 'two', 'gone'].map((content) => {
      addPhoto(catalogue, folder, at(`away/${content}.jpg`), content)
      return addPhoto(catalogue, folder, at(content === 'two' ? 'there/b.jpg' : `away/${content}-2.jpg`), content)
    })
    assert.ok(one !== undefined && two !== undefined && gone !== undefined)
    assert.deepEqual(preferredPaths(catalogue, [two, one, 999]), [at('there/b.jpg'), at('away/one-2.jpg'), null])
  })
})

test('the folder filter takes every character literally', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/').id
    const paths = [
      '/a/x.jpg',
      '/a/b/y.jpg',
      '/ab/z.jpg',
      '/a%/p.jpg',
      '/a_/q.jpg',
      '/A/r.jpg',
      '/a.jpg',
      '/ü/s.jpg',
      "/a'/t.jpg",
    ]
    const ids = new Map(paths.map((path) => [addPhoto(catalogue, folder, path, path), path]))
    const below = (path: string) =>
      [...photosMatching(catalogue, { ...ALL, folder: path })].map((id) => ids.get(id)).sort()
    assert.deepEqual(below('/a'), ['/a/b/y.jpg', '/a/x.jpg'])
    assert.deepEqual(below('/a/'), ['/a/b/y.jpg', '/a/x.jpg'])
    assert.deepEqual(below('/a%'), ['/a%/p.jpg'])
    assert.deepEqual(below('/a_'), ['/a_/q.jpg'])
    assert.deepEqual(below("/a'"), ["/a'/t.jpg"])
    assert.deepEqual(below('/ü'), ['/ü/s.jpg'])
    assert.deepEqual(below('/a.jpg'), ['/a.jpg'])
    assert.deepEqual(below('/'), paths.toSorted())
    assert.deepEqual(below('/nothing'), [])
  })
})

test('date and camera filters agree with plain comparison', () => {
  const day = fc.date({ min: new Date('1999-01-01'), max: new Date('2001-12-31'), noInvalidDate: true })
  const photo = fc.record({
    takenAt: fc.option(fc.tuple(day, fc.constantFrom('', 'Z', '+14:00', '-11:30'))),
    camera: fc.option(fc.constantFrom('Canon EOS 5D', 'NIKON D90', 'ÉLAN Ölympus', 'canon powershot', '100% real_cam')),
  })
  const iso = (date: Date) => date.toISOString().slice(0, 19)
  const bound = fc.option(fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, length]) => iso(date).slice(0, length)))
  withCatalogue((catalogue) => {
    fc.assert(
      fc.property(
        fc.array(photo, { maxLength: 15 }),
        bound,
        bound,
        fc.option(fc.constantFrom('canon', 'NIKON', 'é', '%', 'real_', 'x')),
        (photos, firstDay, lastDay, camera) => {
          const folder = rememberFolder(catalogue, '/p').id
          const expected = new Set<number>()
          photos.forEach((values, i) => {
            const takenAt = values.takenAt && iso(values.takenAt[0]) + values.takenAt[1]
            const id = addPhoto(catalogue, folder, `/p/${i}.jpg`, `${i}`, { camera: values.camera, takenAt })
            const local = takenAt?.slice(0, 19) ?? null
            const passes =
              (firstDay === null || (local !== null && local.slice(0, firstDay.length) >= firstDay)) &&
              (lastDay === null || (local !== null && local.slice(0, lastDay.length) <= lastDay)) &&
              (camera === null || (values.camera?.toLowerCase().includes(camera.toLowerCase()) ?? false))
            if (passes) expected.add(id)
          })
          assert.deepEqual(photosMatching(catalogue, { ...ALL, firstDay, lastDay, camera }), expected)
          forgetFolder(catalogue, '/p')
        },
      ),
      { numRuns: 100 },
    )
  })
})

test('counts and sizes add up', () => {
  withCatalogue((catalogue) => {
    const space = ensureSpace(catalogue, testSpace(8))
    const folder = rememberFolder(catalogue, '/p').id
    const tokens = { k: 2, d: 8, data: new Int8Array(16), scales: new Float32Array([1, 1]) }
    recordVector(catalogue, space, addPhoto(catalogue, folder, '/p/a.jpg', 'a'), new Float32Array(8), tokens)
    recordVector(catalogue, space, addPhoto(catalogue, folder, '/p/b.jpg', 'b'), new Float32Array(8), null)
    assert.deepEqual(readSpaceStatuses(catalogue), [
      { id: 'tiny', model: 'tiny', active: true, encoded: 2, d: 8, bytes: 2 * 32 + 16 + 8 },
    ])
    const disk = measureDisk(catalogue)
    assert.ok(disk.catalogue > 8192 && disk.thumbnails > 4096 && disk.free > 0)
  })
})

test('a thumbnail comes back by content', () => {
  withCatalogue((catalogue) => {
    const thumbnail = { mime: 'image/webp', width: 3, height: 2, data: new Uint8Array([1, 2, 3]) } as const
    writeThumbnails(catalogue, [{ contentHash: sha256('a'), thumbnail }])
    assert.deepEqual(readThumbnail(catalogue, sha256('a')), thumbnail)
    assert.equal(readThumbnail(catalogue, sha256('b')), null)
  })
})
