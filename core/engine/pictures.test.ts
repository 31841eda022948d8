import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { Engine, PhotoId, Query } from '../api.ts'
import { openEngine } from '../engine.ts'
import { copySamples } from '../remote/samples.ts'
import { makeRaw } from '../library/decode/raw-fixture.ts'

/** The whole engine with the built-in encoder, on a handful of pictures made here. */
const folder = mkdtempSync(join(tmpdir(), 'resight-pictures-'))
const photos = join(folder, 'photos')
const samples = join(folder, 'samples')
let engine: Engine

/** Coarse black and white noise: as unlike a flat colour as a picture can be. */
function noise(width: number, height: number): Promise<Buffer> {
  let state = 7
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x % 8 === 0) state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      data.fill((state >>> 16) % 2 === 0 ? 0 : 255, (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

async function idOf(name: string): Promise<PhotoId> {
  const [photoId] = await engine.photoIds([join(photos, name)])
  assert.ok(typeof photoId === 'number', name)
  return photoId
}

before(async () => {
  mkdirSync(photos)
  const blue = sharp({ create: { width: 900, height: 600, channels: 3, background: '#3366cc' } })
  // A flower in the left half; as stored it stands on its side, and the Exif orientation turns it upright.
  await copySamples(samples)
  const flower = await sharp(join(samples, 'allium-oreophilum.jpg')).resize(450, 600, { fit: 'fill' }).toBuffer()
  const upright = await blue
    .clone()
    .composite([{ input: flower, left: 0, top: 0 }])
    .png()
    .toBuffer()
  const stored = sharp(upright).rotate(-90)
  await stored.withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toFile(join(photos, 'half.jpg'))
  await blue.clone().resize(40, 30).jpeg().toFile(join(photos, 'small.jpg'))
  await sharp({ create: { width: 20_000, height: 40, channels: 3, background: '#994411' } })
    .png()
    .toFile(join(photos, 'panorama.png'))
  await sharp(await noise(800, 600))
    .jpeg()
    .toFile(join(photos, 'noise.jpg'))
  const preview = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#11aa33' } })
    .jpeg()
    .toBuffer()
  const thumbnail = await sharp(preview).resize(160).jpeg().toBuffer()
  const raw = { preview, thumbnail, orientation: 1, takenAt: '2024:05:06 07:08:09', make: 'Nikon', model: 'Z 6' }
  writeFileSync(join(photos, 'camera.nef'), makeRaw('nef', raw))
  await blue.clone().negate().jpeg().toFile(join(photos, 'gone.jpg'))
  await blue.clone().tint('#ffee00').jpeg().toFile(join(photos, 'twice-a.jpg'))
  copyFileSync(join(photos, 'twice-a.jpg'), join(photos, 'twice-b.jpg'))
  engine = await openEngine({ library: join(folder, 'library'), device: 'cpu' })
  const report = await engine.add({ folders: [photos] })
  assert.equal(report.failed, 0)
})

after(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a preview is upright, as large as asked for and never larger than the photo', async () => {
  const half = await engine.preview(await idOf('half.jpg'), 300)
  assert.deepEqual([half.mime, half.width, half.height], ['image/webp', 300, 200])
  const { data, info } = await sharp(half.data).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): readonly number[] => [
    ...data.subarray((y * 300 + x) * info.channels).subarray(0, 3),
  ]
  // The right half is the flat colour.
  for (const y of [20, 180]) at(250, y).forEach((value, c) => assert.ok(Math.abs(value - [0x33, 0x66, 0xcc][c]!) < 12))
  const small = await engine.preview(await idOf('small.jpg'), 4000)
  assert.deepEqual([small.width, small.height], [40, 30])
  // One pixel less than asked for: WebP ends there.
  assert.equal((await engine.preview(await idOf('panorama.png'), 16_384)).width, 16_383)
  const raw = await engine.preview(await idOf('camera.nef'), 600)
  assert.deepEqual([raw.width, raw.height], [600, 400])
})

test('a preview takes any file of the photo that is there, and says which is not', async () => {
  const [twice, gone] = [await idOf('twice-a.jpg'), await idOf('gone.jpg')]
  rmSync(join(photos, 'twice-a.jpg'))
  assert.equal((await engine.preview(twice, 100)).width, 100)
  rmSync(join(photos, 'gone.jpg'))
  await assert.rejects(engine.preview(gone, 100), { code: 'offline', message: /gone\.jpg can't be reached/ })
  writeFileSync(join(photos, 'gone.jpg'), 'no picture any more')
  await assert.rejects(engine.preview(gone, 100), { code: 'unsupported', message: /gone\.jpg/ })
  await assert.rejects(engine.preview(99_999, 100), { code: 'not-found', message: /99999/ })
  for (const px of [63, 16_385, 100.5, NaN, '100']) {
    await assert.rejects(engine.preview(twice, px as number), { code: 'invalid-argument', message: /longestSide/ })
  }
  for (const id of [0, -1, 1.5, '1', null]) {
    await assert.rejects(engine.preview(id as number, 100), { code: 'invalid-argument', message: /photoId/ })
  }
})

test('many previews at once are all answered, and one that nobody waits for any more can be called off', async () => {
  const id = await idOf('noise.jpg')
  const abort = new AbortController()
  const calls = Array.from({ length: 12 }, () => engine.preview(id, 200))
  const cancelled = engine.preview(id, 200, { signal: abort.signal })
  abort.abort()
  await assert.rejects(cancelled, { code: 'cancelled' })
  for (const { width } of await Promise.all(calls)) assert.equal(width, 200)
})

test('a picture handed over is found again, whole and by a region of it, as the file itself is', async () => {
  const data = await sharp(await noise(800, 600))
    .jpeg()
    .toBuffer()
  const uploadId = await engine.addUpload(data, 'from the clipboard.jpg')
  assert.equal(uploadId, createHash('sha256').update(data).digest('hex'))
  const kept = await engine.upload(uploadId)
  assert.deepEqual([kept!.mime, kept!.width, kept!.height], ['image/webp', 512, 384])
  const file = join(folder, 'query.jpg')
  writeFileSync(file, data)
  for (const region of [undefined, { x: 0.25, y: 0.1, width: 0.5, height: 0.8 }]) {
    const by = async (part: Query['parts'][number]) => (await engine.search({ parts: [part], k: 5 })).results
    const [fromUpload, fromFile] = [
      await by({ kind: 'upload', uploadId, region }),
      await by({ kind: 'file', path: file, region }),
    ]
    assert.deepEqual(
      fromUpload.map(({ photoId, similarity }) => [photoId, similarity]),
      fromFile.map(({ photoId, similarity }) => [photoId, similarity]),
    )
    assert.equal(fromUpload[0]!.photoId, await idOf('noise.jpg'))
  }
  assert.equal(await engine.upload('0'.repeat(64)), null)
  const part = { kind: 'upload' as const, uploadId: '0'.repeat(64) }
  await assert.rejects(engine.search({ parts: [part] }), { code: 'not-found' })
})

test('what can’t be decoded is refused under its own name', async () => {
  const text = Buffer.from('Dear aunt, this is no photo.')
  await assert.rejects(engine.addUpload(text, 'letter.jpg'), { code: 'unsupported', message: /^letter\.jpg: / })
  const cut = (await noise(800, 600)).subarray(0, 60)
  await assert.rejects(engine.addUpload(cut, 'cut.png'), { message: /^cut\.png: / })
  await assert.rejects(engine.upload('../catalogue.sqlite'), { code: 'invalid-argument' })
})

test('evidence shows where in the upright photo each part is answered', async () => {
  const uploadId = await engine.addUpload(readFileSync(join(samples, 'allium-oreophilum.jpg')), 'flower.jpg')
  const photoId = await idOf('half.jpg')
  const query: Query = {
    parts: [
      { kind: 'words', words: 'a flower' },
      { kind: 'upload', uploadId, negative: true },
    ],
  }
  const { heatMaps, photoId: shown } = await engine.evidence(query, photoId)
  assert.equal(shown, photoId)
  assert.deepEqual(
    heatMaps.map(({ label, negative }) => [label, negative]),
    [
      ['a flower', false],
      [`picture ${uploadId.slice(0, 8)}`, true],
    ],
  )
  for (const { rows, columns, similarities, region } of heatMaps) {
    assert.equal(similarities.length, rows * columns)
    for (const similarity of similarities) assert.ok(similarity >= -1 && similarity <= 1)
    // The built-in encoder squashes: the map covers the whole photo.
    assert.deepEqual(region, { x: 0, y: 0, width: 1, height: 1 })
  }
  for (const [i, { label, columns, similarities }] of heatMaps.entries()) {
    const meanOf = (wanted: (column: number) => boolean): number => {
      const values = similarities.filter((_, at) => wanted(at % columns))
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    const [left, right] = [meanOf((column) => column < columns / 2 - 1), meanOf((column) => column > columns / 2)]
    // Measured: words 0.03 apart, the picture itself 0.29.
    assert.ok(
      left > right + [0.015, 0.2][i]!,
      `${label}: the flower at the left ${left}, flat colour at the right ${right}`,
    )
  }
  await assert.rejects(engine.evidence(query, 99_999), { code: 'not-found' })
  await assert.rejects(engine.evidence({ parts: [] }, photoId), { code: 'invalid-argument' })
})

test('feedback and hints of the whole engine', async () => {
  const [liked, other] = [await idOf('noise.jpg'), await idOf('small.jpg')]
  const more = await engine.search({ parts: [], feedback: { like: [liked], unlike: [other] }, k: 3 })
  assert.equal(more.results[0]!.photoId, liked)
  assert.ok(more.results.every(({ photoId }) => photoId !== other))
  const withGone = await engine.search({ parts: [], feedback: { like: [liked, 99_999], unlike: [] } })
  assert.match(withGone.hints.join(' '), /1 photo that you marked is gone/)
  const library = join(folder, 'empty')
  const empty = await openEngine({ library, device: 'cpu' })
  try {
    const { hints, results } = await empty.search({ parts: [{ kind: 'words', words: 'a dog' }] })
    assert.deepEqual(results, [])
    assert.deepEqual(hints, ['The library holds no photos yet. Add a folder first.'])
  } finally {
    await empty.close()
  }
  assert.ok(existsSync(library))
})
