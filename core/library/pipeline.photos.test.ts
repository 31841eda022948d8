import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import sharp from 'sharp'
import type { PixelSpec } from '../types.ts'
import { listFailedFiles } from './catalogue/files.ts'
import { findPhotoByPath, readPhoto } from './catalogue/photos.ts'
import { readThumbnail } from './catalogue/thumbnails.ts'
import { readVectors } from './catalogue/vectors.ts'
import { openDecodePool } from './decode/pool.ts'
import type { EncodePhotos } from './indexing/encode.ts'
import { TEST_SPACE } from './indexing/fixture.ts'
import { countsOf, withLibrary } from './indexing/library-fixture.ts'

const PIXELS: PixelSpec = { resize: { kind: 'exact' }, cropPx: { width: 16, height: 16 }, kernel: 'linear' }
const SPACE = { ...TEST_SPACE, id: 'mean-colour', d: 3 }

/** The mean colour, as a vector of length 1. */
const meanColour: EncodePhotos = async (batch) => {
  const data = new Float32Array(batch.length * 3)
  batch.forEach((picture, i) => {
    const sums = [0, 1, 2].map((channel) => picture.data.reduce((sum, v, j) => (j % 3 === channel ? sum + v : sum), 0))
    const norm = Math.hypot(...sums)
    sums.forEach((sum, channel) => (data[i * 3 + channel] = sum / norm))
  })
  return { globals: { n: batch.length, d: 3, data }, tokens: null }
}

test('real photos go through the real decoder into the catalogue', async () => {
  const pool = openDecodePool({ workers: 2 })
  try {
    await withLibrary(async ({ catalogue, at, index }) => {
      mkdirSync(at('a'))
      const colours = { red: '#f00', green: '#0f0', blue: '#00f' }
      const formats = ['jpeg', 'png', 'webp'] as const
      for (const [name, background] of Object.entries(colours)) {
        for (const format of formats) {
          const picture = sharp({ create: { width: 900, height: 600, channels: 3, background } })
          await picture
            .withExif({
              IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' },
              IFD2: { DateTimeOriginal: '2021:07:03 10:11:12' },
            })
            .toFormat(format)
            .toFile(at(`a/${name}.${format}`))
        }
      }
      writeFileSync(at('a/letter.jpg'), 'Dear aunt, this is no photo.')
      const stages = { pool, encode: meanColour, space: SPACE, pixels: PIXELS }
      const report = await index(['a'], stages)
      assert.deepEqual(countsOf(report), {
        indexed: 9,
        unchanged: 0,
        failed: 1,
        removed: 0,
        moved: 0,
        cancelled: false,
      })
      assert.equal((await index(null, stages)).unchanged, 9)
      assert.deepEqual(
        listFailedFiles(catalogue).map(({ path }) => path),
        [at('a/letter.jpg')],
      )
      Object.keys(colours).forEach((name, channel) => {
        for (const format of formats) {
          const photoId = findPhotoByPath(catalogue, at(`a/${name}.${format}`))
          assert.ok(photoId !== null)
          const [vector] = [readVectors(catalogue, SPACE.id, [photoId]).data]
          assert.ok((vector[channel] ?? 0) > 0.98, `${name}.${format} is ${vector.join()}`)
          const photo = readPhoto(catalogue, photoId)
          assert.deepEqual([photo.width, photo.height, photo.format], [900, 600, format])
          if (format === 'jpeg') {
            assert.match(photo.takenAt ?? '', /^2021-07-03T10:11:12/)
            assert.match(photo.camera ?? '', /EOS 5D/)
          }
          const thumbnail = readThumbnail(catalogue, photo.contentHash)
          assert.deepEqual([thumbnail?.width, thumbnail?.height], [512, 341])
        }
      })
    })
  } finally {
    await pool.close()
  }
})
