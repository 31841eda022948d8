import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordFile } from '../library/catalogue/files.ts'
import { testPhoto, withCatalogue } from '../library/catalogue/fixture.ts'
import { rememberFolder } from '../library/catalogue/folders.ts'
import { recordPhoto } from '../library/catalogue/photos.ts'
import { filteredPhotos } from './filtered-photos.ts'

const ANY = { folder: null, firstDay: null, lastDay: null, camera: null, album: null, bounds: null }

test('a filter is looked up once, and again when photos have come', () => {
  withCatalogue((catalogue) => {
    const folder = rememberFolder(catalogue, '/photos')
    const add = (i: number): number => {
      const photoId = recordPhoto(catalogue, testPhoto(String(i)))
      recordFile(catalogue, { path: `/photos/${i % 2}/${i}.jpg`, bytes: 1, mtimeMs: 0 }, folder.id, photoId)
      return photoId
    }
    const ids = [0, 1, 2, 3].map(add)
    const even = { ...ANY, folder: '/photos/0' }
    const first = filteredPhotos(catalogue, even)
    assert.deepEqual(first, new Set([ids[0], ids[2]]))
    assert.equal(filteredPhotos(catalogue, { ...even }), first)
    assert.deepEqual(filteredPhotos(catalogue, { ...ANY, folder: '/photos' }), new Set(ids))
    assert.equal(filteredPhotos(catalogue, even), first)
    const fifth = add(4)
    assert.deepEqual(filteredPhotos(catalogue, even), new Set([ids[0], ids[2], fifth]))
  })
})

test('only the latest filters are remembered', () => {
  withCatalogue((catalogue) => {
    const first = filteredPhotos(catalogue, { ...ANY, folder: '/0' })
    for (let i = 1; i <= 8; i++) filteredPhotos(catalogue, { ...ANY, folder: `/${i}` })
    assert.notEqual(filteredPhotos(catalogue, { ...ANY, folder: '/0' }), first)
  })
})
