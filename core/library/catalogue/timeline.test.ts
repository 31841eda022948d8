import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addToAlbum, createAlbum } from './albums.ts'
import { addBrowsed, type BrowsedPhoto, browsedPhoto, removeAll } from './browse-fixture.ts'
import { photosMatching } from './filter.ts'
import { addPhoto, withCatalogue } from './fixture.ts'
import { rememberFolder } from './folders.ts'
import { readGeotagged, readNeighbours, readPositions, readTimeline } from './timeline.ts'

const ALL = { folder: null, firstDay: null, lastDay: null, camera: null, album: null, bounds: null }

interface Known extends BrowsedPhoto {
  readonly id: number
}

/** The order as a person would say it. */
function newestFirst(a: Known, b: Known): number {
  if (a.taken !== b.taken) {
    if (a.taken === null || b.taken === null) return a.taken === null ? 1 : -1
    return a.taken > b.taken ? -1 : 1
  }
  return b.id - a.id
}

test('a timeline is the photos sorted, in days, with their shapes', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    fc.assert(
      fc.property(fc.array(browsedPhoto, { maxLength: 20 }), (photos) => {
        removeAll(catalogue)
        const ids = addBrowsed(catalogue, folder, photos)
        const sorted = photos.map((photo, i) => ({ ...photo, id: ids[i]! })).sort(newestFirst)
        const { photoIds, aspectRatios, days } = readTimeline(catalogue, null)
        assert.deepEqual(
          photoIds,
          sorted.map(({ id }) => id),
        )
        for (const [i, { width, height }] of sorted.entries()) {
          const ratio = aspectRatios[i]!
          assert.ok(ratio > 0 && ratio <= 100)
          assert.ok(Math.abs(ratio - Math.min(100, width / height)) <= 0.01, `${width} × ${height}: ${ratio}`)
        }
        assert.deepEqual(
          days.flatMap(({ date, count }) => Array<string | null>(count).fill(date)),
          sorted.map(({ taken }) => taken?.slice(0, 10) ?? null),
        )
        assert.deepEqual(
          days.map(({ start }) => start),
          days.map((_, i) => days.slice(0, i).reduce((sum, { count }) => sum + count, 0)),
        )
        assert.equal(new Set(days.map(({ date }) => date)).size, days.length)
      }),
    )
  })
})

test('neighbours are those beside a photo in the timeline', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const photos = fc.array(browsedPhoto, { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(photos, fc.nat(), fc.integer({ min: 1, max: 5 }), (browsed, pick, count) => {
        removeAll(catalogue)
        const ids = addBrowsed(catalogue, folder, browsed)
        const i = pick % browsed.length
        const dated = readTimeline(catalogue, null).photoIds.filter((id) => browsed[ids.indexOf(id)]?.taken !== null)
        const at = dated.indexOf(ids[i]!)
        const expected =
          at < 0
            ? { before: [], after: [] }
            : { before: dated.slice(at + 1, at + 1 + count), after: dated.slice(0, at).reverse().slice(0, count) }
        assert.deepEqual(readNeighbours(catalogue, ids[i]!, count), expected)
      }),
    )
    assert.throws(() => readNeighbours(catalogue, 2 ** 31 - 1, 3), { code: 'not-found' })
  })
})

test('timeline, positions and search let the same photos through a filter, those of a plain predicate', () => {
  const degrees = (limit: number) => fc.constantFrom(-limit, -limit + 0.05, -20, 0, 8.5, 47.4, limit - 0.05, limit)
  const bounds = fc
    .record({ south: degrees(90), west: degrees(180), north: degrees(90), east: degrees(180) })
    .filter(({ south, north }) => south <= north)
  const conditions = fc.record({
    folder: fc.option(fc.constantFrom('/p', '/p/a', '/q', '/nothing')),
    firstDay: fc.option(fc.constantFrom('1999-12-31', '2000-01-01', '2024-02-29')),
    lastDay: fc.option(fc.constantFrom('1999-12-31', '2000-12-31', '2024-02-28')),
    camera: fc.option(fc.constantFrom('eos 5d', 'mark', 'ÖLYM')),
    bounds: fc.option(bounds),
  })
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    fc.assert(
      fc.property(
        fc.array(fc.tuple(browsedPhoto, fc.boolean())),
        fc.boolean(),
        conditions,
        (photos, inAlbum, given) => {
          removeAll(catalogue)
          const ids = addBrowsed(
            catalogue,
            folder,
            photos.map(([photo]) => photo),
          )
          const { albumId } = createAlbum(catalogue, 'some')
          const chosen = ids.filter((_, i) => photos[i]?.[1])
          addToAlbum(catalogue, albumId, chosen)
          const expected = ids.filter((id, i) => {
            const { folder: at, taken, camera, gps } = photos[i]![0]
            const day = taken?.slice(0, 10)
            const box = given.bounds
            return (
              (given.folder === null || `${at}/`.startsWith(`${given.folder}/`)) &&
              (given.firstDay === null || (day !== undefined && day >= given.firstDay)) &&
              (given.lastDay === null || (day !== undefined && day <= given.lastDay)) &&
              (given.camera === null || (camera?.toLowerCase().includes(given.camera.toLowerCase()) ?? false)) &&
              (!inAlbum || chosen.includes(id)) &&
              (box === null || (gps !== null && isInside(gps, box)))
            )
          })
          const filter = { ...given, album: inAlbum ? albumId : null }
          assert.deepEqual(
            [...photosMatching(catalogue, filter)].sort((a, b) => a - b),
            expected,
          )
          assert.deepEqual(
            readTimeline(catalogue, filter).photoIds.toSorted((a, b) => a - b),
            expected,
          )
          const located = readGeotagged(catalogue, filter)
          assert.deepEqual(
            located.photoIds.toSorted((a, b) => a - b),
            expected.filter((id) => photos[ids.indexOf(id)]?.[0].gps !== null),
          )
          for (const [i, id] of located.photoIds.entries()) {
            const gps = { latitude: located.latitudes[i], longitude: located.longitudes[i] }
            assert.deepEqual(gps, photos[ids.indexOf(id)]?.[0].gps)
          }
        },
      ),
    )
  })
})

/** From `west` going east until `east`; 180° and -180° are one meridian. */
function isInside(
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
  box: { readonly south: number; readonly west: number; readonly north: number; readonly east: number },
): boolean {
  if (latitude < box.south || latitude > box.north) return false
  if (Math.abs(longitude) === 180 && (box.west === -180 || box.east === 180)) return true
  if (box.west <= box.east) return longitude >= box.west && longitude <= box.east
  return longitude >= box.west || longitude <= box.east
}

test('photos that no file shows are not browsed', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const gps = { latitude: 1, longitude: 2 }
    const kept = addPhoto(catalogue, folder, '/p/a.jpg', 'a', { gps, takenAt: '2024-01-01T10:00:00' })
    addPhoto(catalogue, folder, '/p/b.jpg', 'b', { gps, takenAt: '2024-01-01T10:00:01' })
    catalogue.database.exec(`DELETE FROM files WHERE path = '/p/b.jpg'`)
    assert.deepEqual(readTimeline(catalogue, null).photoIds, [kept])
    assert.deepEqual(readGeotagged(catalogue, null).photoIds, [kept])
    assert.deepEqual(readPositions(catalogue), { photoIds: [kept], latitudes: [1], longitudes: [2] })
    assert.deepEqual(readNeighbours(catalogue, kept, 5), { before: [], after: [] })
  })
})

test('a filter by an album that is not there names those that are', () => {
  withCatalogue((catalogue) => {
    assert.throws(() => readTimeline(catalogue, { ...ALL, album: 7 }), { code: 'not-found', remedy: /No album/ })
    createAlbum(catalogue, 'Iceland')
    assert.throws(() => photosMatching(catalogue, { ...ALL, album: 7 }), { code: 'not-found', remedy: /Iceland/ })
  })
})

test('a photo of impossible size has some shape all the same', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    addBrowsed(catalogue, folder, [
      { folder: '/p', width: 0, height: 0, taken: null, camera: null, gps: null },
      { folder: '/p', width: 1, height: 100_000, taken: null, camera: null, gps: null },
      { folder: '/p', width: 100_000, height: 1, taken: null, camera: null, gps: null },
    ])
    assert.deepEqual(readTimeline(catalogue, null).aspectRatios, [100, 0.01, 1])
  })
})
