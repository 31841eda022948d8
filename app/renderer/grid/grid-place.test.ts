import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexOfPlace } from './grid-place.ts'

const photos = (...photoIds: readonly number[]) => photoIds
const place = (photoId: number | null, index: number) => ({ photoId, index })

test('a photo is followed to where it is now', () => {
  assert.equal(indexOfPlace(place(7, 1), photos(6, 7, 8)), 1)
  assert.equal(indexOfPlace(place(7, 1), photos(4, 5, 6, 7, 8)), 3)
  assert.equal(indexOfPlace(place(7, 3), photos(7, 8)), 0)
})

test('a photo that is gone leaves its place to the next, or to the last', () => {
  assert.equal(indexOfPlace(place(7, 1), photos(6, 8, 9)), 1)
  assert.equal(indexOfPlace(place(9, 3), photos(6, 8)), 1)
  assert.equal(indexOfPlace(place(9, 3), photos()), 0)
})

test('before any photo was looked at, the place itself counts', () => {
  assert.equal(indexOfPlace(place(null, 0), photos(6, 8)), 0)
  assert.equal(indexOfPlace(place(null, 5), photos(6, 8)), 1)
})
