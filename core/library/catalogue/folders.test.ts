import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Thumbnail } from '../../api.ts'
import { ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { countFolders, countLibrary } from './counts.ts'
import { listFiles, removeFile } from './files.ts'
import { addPhoto, sha256, testSpace, withCatalogue } from './fixture.ts'
import { forgetFolder, listFolders, rememberFolder } from './folders.ts'
import { sweepOrphans } from './orphans.ts'
import { findPhotoByHash, readPaths, readPhoto } from './photos.ts'
import { finishScan, nextScan } from './scans.ts'
import { ensureSpace, findSpace } from './spaces.ts'
import { hasThumbnail, writeThumbnails } from './thumbnails.ts'
import { readSpaceVectors, recordVector } from './vectors.ts'

const THUMBNAIL: Thumbnail = { mime: 'image/webp', width: 4, height: 3, data: new Uint8Array(5) }

function removePath(catalogue: Catalogue, path: string): void {
  const file = listFiles(catalogue).find((candidate) => candidate.path === path)
  assert.ok(file)
  removeFile(catalogue, file.id)
}

test('remembering again keeps the excludes unless new ones are given', () => {
  withCatalogue((catalogue) => {
    rememberFolder(catalogue, '/p', ['*.png'])
    assert.deepEqual(rememberFolder(catalogue, '/p').exclude, ['*.png'])
    assert.deepEqual(rememberFolder(catalogue, '/p', []).exclude, [])
    assert.equal(listFolders(catalogue).length, 1)
  })
})

test('forgetting a folder drops only photos found nowhere else, with vectors and thumbnails', () => {
  withCatalogue((catalogue) => {
    const space = ensureSpace(catalogue, testSpace(2))
    const a = rememberFolder(catalogue, '/a').id
    const b = rememberFolder(catalogue, '/b').id
    const only = addPhoto(catalogue, a, '/a/1.jpg', 'only in a')
    const both = addPhoto(catalogue, a, '/a/2.jpg', 'in both')
    assert.equal(addPhoto(catalogue, b, '/b/2.jpg', 'in both'), both)
    for (const id of [only, both]) recordVector(catalogue, space, id, new Float32Array([id, 0]), null)
    for (const content of ['only in a', 'in both']) {
      writeThumbnails(catalogue, [{ contentHash: sha256(content), thumbnail: THUMBNAIL }])
    }
    assert.deepEqual(forgetFolder(catalogue, '/a'), { removed: 1 })
    assert.deepEqual(countLibrary(catalogue), { photos: 1, files: 1, failed: 0 })
    assert.deepEqual([...readSpaceVectors(catalogue, 'tiny').ids], [both])
    assert.deepEqual(readPaths(catalogue, both), ['/b/2.jpg'])
    assert.equal(findPhotoByHash(catalogue, sha256('only in a')), null)
    assert.equal(hasThumbnail(catalogue, sha256('only in a')), false)
    assert.equal(hasThumbnail(catalogue, sha256('in both')), true)
  })
})

test('forgetting a folder leaves to the others what lies below them', () => {
  withCatalogue((catalogue) => {
    const outer = rememberFolder(catalogue, '/p').id
    const inner = rememberFolder(catalogue, '/p/2024').id
    rememberFolder(catalogue, '/p/2024x')
    addPhoto(catalogue, outer, '/p/old.jpg', 'old')
    addPhoto(catalogue, inner, '/p/2024/new.jpg', 'new')
    assert.deepEqual(forgetFolder(catalogue, '/p/2024'), { removed: 0 })
    assert.deepEqual(countFolders(catalogue), new Map([[outer, { photos: 2, failed: 0 }]]))
    assert.deepEqual(forgetFolder(catalogue, '/p'), { removed: 2 })
  })
})

test('forgetting an unknown folder names the known ones', () => {
  withCatalogue((catalogue) => {
    rememberFolder(catalogue, '/photos')
    assert.throws(
      () => forgetFolder(catalogue, '/fotos'),
      (error) => error instanceof ResightError && error.code === 'not-found' && /\/photos/.test(error.remedy ?? ''),
    )
  })
})

test('a photo without a file is invisible, waits for every folder to be scanned, and is then dropped', () => {
  withCatalogue((catalogue) => {
    const space = ensureSpace(catalogue, testSpace(2))
    const a = rememberFolder(catalogue, '/a').id
    const b = rememberFolder(catalogue, '/b').id
    const photoId = addPhoto(catalogue, a, '/a/1.jpg', 'one')
    recordVector(catalogue, space, photoId, new Float32Array([1, 0]), null)
    const generations = [findSpace(catalogue, 'tiny')?.generation]

    const first = nextScan(catalogue)
    removePath(catalogue, '/a/1.jpg')
    finishScan(catalogue, a, first, 7)
    assert.equal(sweepOrphans(catalogue), 0)
    assert.equal(readSpaceVectors(catalogue, 'tiny').vectors.n, 0)
    assert.throws(() => readPhoto(catalogue, photoId), /no photo/)
    generations.push(findSpace(catalogue, 'tiny')?.generation)

    assert.equal(addPhoto(catalogue, b, '/b/1.jpg', 'one'), photoId)
    assert.equal(readSpaceVectors(catalogue, 'tiny').vectors.n, 1)
    generations.push(findSpace(catalogue, 'tiny')?.generation)
    assert.equal(new Set(generations).size, 3)

    const second = nextScan(catalogue)
    removePath(catalogue, '/b/1.jpg')
    finishScan(catalogue, b, second, 7)
    assert.equal(sweepOrphans(catalogue), 0, 'a was last scanned before the photo was lost')
    finishScan(catalogue, a, nextScan(catalogue), 7)
    assert.equal(sweepOrphans(catalogue), 1)
  })
})

test('an id is never given to a second photo', () => {
  withCatalogue((catalogue) => {
    const first = addPhoto(catalogue, rememberFolder(catalogue, '/a').id, '/a/1.jpg', 'one')
    forgetFolder(catalogue, '/a')
    const second = addPhoto(catalogue, rememberFolder(catalogue, '/a').id, '/a/1.jpg', 'two')
    assert.ok(second > first)
  })
})
