import assert from 'node:assert/strict'
import test from 'node:test'
import type { PhotoDetails } from '../../../core/api.ts'
import { formatFor } from '../parts/format.ts'
import { comparedFields } from './differences.ts'

const photo: PhotoDetails = {
  photoId: 1,
  paths: ['/photos/2024/beach.jpg'],
  contentHash: 'a',
  format: 'jpeg',
  width: 4000,
  height: 3000,
  bytes: 2_500_000,
  takenAt: '2024-05-01T12:00:00',
  camera: 'Canon EOS R5',
  lens: null,
  gps: null,
  rating: null,
  keywords: [],
  title: null,
  description: null,
}

test('fields say whether the photos differ in them, and unknown ones stay away', () => {
  const other = { ...photo, photoId: 2, paths: ['C:\\photos\\beach.jpg'], width: 2000, rating: 5 }
  const fields = comparedFields([photo, other], formatFor('en'))
  assert.deepEqual(
    fields.map(({ field, differs }) => `${field}${differs ? ' differs' : ''}`),
    ['name', 'takenAt', 'camera', 'size differs', 'bytes', 'format', 'rating differs'],
  )
  assert.deepEqual(fields.find(({ field }) => field === 'size')?.values, ['4,000 × 3,000', '2,000 × 3,000'])
  assert.deepEqual(fields.find(({ field }) => field === 'rating')?.values, [null, '5'])
})
