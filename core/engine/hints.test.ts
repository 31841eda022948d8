import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Query } from '../api.ts'
import { recordFile } from '../library/catalogue/files.ts'
import { testPhoto, withCatalogue } from '../library/catalogue/fixture.ts'
import { rememberFolder } from '../library/catalogue/folders.ts'
import { recordPhoto } from '../library/catalogue/photos.ts'
import type { Encoder } from '../types.ts'
import { searchHints } from './hints.ts'

const ENCODER = { id: 'some-encoder' } as Encoder
const QUERY: Query = { parts: [{ kind: 'words', words: 'a dog' }] }

test('photos that wait for a new encoder are no reason to add a folder', () => {
  withCatalogue((catalogue) => {
    const hints = (ntotal: number): readonly string[] => searchHints(QUERY, catalogue, ENCODER, ntotal)
    assert.deepEqual(hints(0), ['The library holds no photos yet. Add a folder first.'])
    const folder = rememberFolder(catalogue, '/photos')
    for (const [i, name] of ['a.jpg', 'b.jpg'].entries()) {
      const photoId = recordPhoto(catalogue, testPhoto(String(i)))
      recordFile(catalogue, { path: `/photos/${name}`, bytes: 1, mtimeMs: 0 }, folder.id, photoId)
    }
    const [none, ...more] = hints(0)
    assert.match(none!, /^2 photos are not encoded by some-encoder yet/)
    assert.deepEqual(more, [])
    assert.match(hints(1).join(), /^1 photo is not encoded/)
    assert.deepEqual(hints(2), [])
  })
})
