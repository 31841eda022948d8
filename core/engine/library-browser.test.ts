import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Filter, Query } from '../api.ts'
import type { LibraryBrowser } from '../api/browse.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { addBrowsed } from '../library/catalogue/browse-fixture.ts'
import { addPhoto } from '../library/catalogue/fixture.ts'
import { forgetFolder, rememberFolder } from '../library/catalogue/folders.ts'
import { libraryBrowser } from './library-browser.ts'

const ZURICH = { latitude: 47.37, longitude: 8.54 }

async function withBrowser(use: (browser: LibraryBrowser, catalogue: Catalogue) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'resight-browse-'))
  const catalogue = openCatalogue(folder)
  try {
    await use(libraryBrowser(catalogue), catalogue)
  } finally {
    closeCatalogue(catalogue)
    await rm(folder, { recursive: true })
  }
}

test('a library is browsed by day, by what it holds, by place and by album', async () => {
  await withBrowser(async (browser, catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    const shape = { folder: '/p/a', width: 400, height: 300 }
    const [first, second] = addBrowsed(catalogue, folder, [
      { ...shape, taken: '2024-05-06T10:00:00', camera: 'Canon', gps: ZURICH },
      { ...shape, taken: '2024-05-07T10:00:00', camera: null, gps: null },
    ]) as [number, number]
    const album = await browser.createAlbum('Trip')
    await browser.addToAlbum(album.albumId, [first])
    const facets = await browser.facets()
    const bounds = { south: 47.37, west: 8.54, north: 47.37, east: 8.54 }
    assert.deepEqual(facets, {
      photos: 2,
      undated: 0,
      folders: [
        { path: '/p', photos: 2 },
        { path: '/p/a', photos: 2 },
      ],
      cameras: [{ camera: 'Canon', photos: 1 }],
      months: [{ month: '2024-05', photos: 2 }],
      places: [{ name: 'Zürich, Switzerland', ...ZURICH, bounds, photos: 1 }],
      albums: [{ albumId: album.albumId, name: 'Trip', photos: 1, cover: first }],
    })
    assert.deepEqual((await browser.timeline()).photoIds, [second, first])
    const filters: readonly Filter[] = [{ album: album.albumId }, { bounds }, { camera: 'canon' }, { to: '2024-05-06' }]
    for (const filter of filters) assert.deepEqual((await browser.timeline(filter)).photoIds, [first])
    assert.deepEqual((await browser.geotagged({ from: '2024-05-07' })).photoIds, [])
    assert.deepEqual(await browser.neighbours(first, 3), { before: [], after: [second] })
  })
})

test('what was worked out is kept while photos stay as they are, and no longer', async () => {
  await withBrowser(async (browser, catalogue) => {
    const folder = rememberFolder(catalogue, '/p').id
    addPhoto(catalogue, folder, '/p/1.jpg', 'a')
    const [{ photos }, stacks] = [await browser.facets(), await browser.stacks()]
    assert.equal(photos, 1)
    await browser.createAlbum('Trip')
    await browser.rememberSearch({ parts: [{ kind: 'words', words: 'a dog' }] }, null)
    assert.equal(await browser.stacks(), stacks)
    assert.equal((await browser.facets()).albums.length, 1)
    addPhoto(catalogue, folder, '/p/2.jpg', 'b')
    assert.equal((await browser.facets()).photos, 2)
    assert.notEqual(await browser.stacks(), stacks)
    forgetFolder(catalogue, '/p')
    assert.equal((await browser.facets()).photos, 0)
    assert.deepEqual((await browser.facets()).folders, [])
  })
})

test('what comes from outside is checked before anything is done', async () => {
  await withBrowser(async (browser) => {
    const wrong = { code: 'invalid-argument' }
    await assert.rejects(browser.timeline({ from: 'yesterday' }), wrong)
    await assert.rejects(browser.geotagged({ bounds: 'here' } as unknown as Filter), wrong)
    for (const count of [0, 1001, 1.5, '3' as unknown as number])
      await assert.rejects(browser.neighbours(1, count), wrong)
    await assert.rejects(browser.neighbours('1; DROP TABLE photos' as unknown as number, 3))
    await assert.rejects(browser.rememberSearch({ parts: [] }, null), wrong)
    await assert.rejects(browser.rememberSearch({ parts: 7 } as unknown as Query, 'x'), wrong)
    await assert.rejects(browser.deleteAlbum('1' as unknown as number), wrong)
    await assert.rejects(browser.forgetSearch({} as unknown as number), wrong)
    assert.deepEqual(await browser.searches(), [])
  })
})
