import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { decodeBytes } from './decode.ts'
import { makeRaw, RAW_KINDS, type RawParts } from './raw-fixture.ts'
import { findRawPreviews } from './raw-preview.ts'
import { sniff } from './sniff.ts'
import { readOrientation } from './tiff-orientation.ts'

const LIMITS = { maxPixels: 1e8, maxFileBytes: 1e8 }

/** Red above, blue below. */
async function flag(width: number, height: number): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background: '#c00000' } })
    .composite([
      {
        input: { create: { width, height: height / 2, channels: 3, background: '#0000c0' } },
        left: 0,
        top: height / 2,
      },
    ])
    .jpeg()
    .toBuffer()
}

const parts: RawParts = {
  preview: await flag(640, 480),
  thumbnail: await flag(160, 120),
  orientation: 6,
  takenAt: '2021:02:03 04:05:06',
  make: 'Canon',
  model: 'Canon EOS R5',
}

for (const kind of RAW_KINDS)
  test(`${kind}: the largest preview is shown upright, with the camera's metadata`, async () => {
    const path = `/photos/IMG.${kind.toUpperCase()}`
    const bytes = makeRaw(kind, parts)
    assert.deepEqual(sniff(bytes, path), { format: 'raw' })
    const request = {
      path,
      pixels: { resize: { kind: 'exact' }, cropPx: { width: 32, height: 32 }, kernel: 'linear' },
      thumbnailPx: 100,
      metadata: true,
    } as const
    const photo = await decodeBytes(bytes, request, LIMITS)
    assert.deepEqual([photo.format, photo.width, photo.height], ['raw', 480, 640])
    assert.deepEqual([photo.thumbnail?.width, photo.thumbnail?.height], [75, 100])
    const { takenAt, camera } = photo.metadata ?? {}
    assert.deepEqual({ takenAt, camera }, { takenAt: '2021-02-03T04:05:06', camera: 'Canon EOS R5' })
    // Orientation 6: the stored top is the right-hand side.
    const at = (x: number) => [...(photo.pixels?.data.subarray((16 * 32 + x) * 3, (16 * 32 + x) * 3 + 3) ?? [])]
    assert.ok(at(28)[0]! > 150 && at(28)[2]! < 60, 'red on the right')
    assert.ok(at(4)[2]! > 150 && at(4)[0]! < 60, 'blue on the left')
  })

test('sensor data is never taken for a preview', () => {
  const sizes = findRawPreviews(makeRaw('dng', parts)).map(({ width, height }) => [width, height])
  assert.deepEqual(sizes, [
    [640, 480],
    [160, 120],
  ])
})

test('a damaged preview gives way to the next smaller one', async () => {
  const broken = Buffer.from(parts.preview)
  // Two Huffman tables of nonsense make libjpeg refuse the picture.
  for (
    let at = broken.indexOf(Buffer.from([0xff, 0xc4]));
    at >= 0;
    at = broken.indexOf(Buffer.from([0xff, 0xc4]), at + 1)
  )
    broken.fill(0xee, at + 5, at + 21)
  const request = { path: 'a.nef', pixels: null, thumbnailPx: 100, metadata: false }
  const photo = await decodeBytes(makeRaw('nef', { ...parts, preview: broken }), request, LIMITS)
  assert.deepEqual([photo.width, photo.height], [120, 160])
})

test('a RAW file without a preview is refused with the way out', async () => {
  const nothing = Buffer.from('none')
  const bytes = makeRaw('nef', { ...parts, preview: nothing, thumbnail: nothing })
  const request = { path: 'a.nef', pixels: null, thumbnailPx: 100, metadata: false }
  await assert.rejects(decodeBytes(bytes, request, LIMITS), { code: 'unsupported', message: /no preview.*Export/ })
})

test('orientation of a TIFF structure: 1 to 8, else none', () => {
  for (let orientation = 0; orientation <= 9; orientation++) {
    const bytes = makeRaw('nef', { ...parts, orientation })
    assert.equal(readOrientation(bytes), orientation >= 1 && orientation <= 8 ? orientation : null)
  }
})

test('garbage in a RAW file is at worst no preview', () => {
  const files = RAW_KINDS.map((kind) => makeRaw(kind, parts))
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 255 })), { maxLength: 40 }),
      fc.nat({ max: 20_000 }),
      (file, changes, length) => {
        const bytes = Buffer.from(file.subarray(0, length))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        for (const preview of findRawPreviews(bytes)) assert.ok(preview.width > 0 && preview.bytes.length > 0)
        const orientation = readOrientation(bytes)
        assert.ok(orientation === null || (orientation >= 1 && orientation <= 8))
      },
    ),
  )
})
