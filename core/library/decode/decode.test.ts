import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'
import type { Pixels, PixelSpec } from '../../types.ts'
import { PhotoError, type DecodedPhoto, type DecodeRequest } from '../decoded.ts'
import { decodeBytes, decodePhoto } from './decode.ts'
import { wrapInTiff } from './tiff-wrap.ts'

const LIMITS = { maxPixels: 100e6, maxFileBytes: 50e6 }
const SPEC: PixelSpec = { resize: { kind: 'shortest', edgePx: 64 }, cropPx: { width: 56, height: 56 }, kernel: 'cubic' }
const EXACT: PixelSpec = { resize: { kind: 'exact' }, cropPx: { width: 8, height: 8 }, kernel: 'linear' }
const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'resight-decode-'))
after(() => rmSync(folder, { recursive: true }))

async function decode(bytes: Buffer, request: Partial<DecodeRequest> = {}): Promise<DecodedPhoto> {
  return await decodeBytes(
    bytes,
    { path: '/p/a.jpg', pixels: SPEC, thumbnailPx: 64, metadata: false, ...request },
    LIMITS,
  )
}

/** What every camera photo has: slopes, edges and noise. Seeded. */
function scene(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0, state = 7; y < height; y++)
    for (let x = 0; x < width; x++) {
      const disc = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2 ? 70 : 0
      for (let channel = 0; channel < 3; channel++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0
        data[at++] = (x / width) * 90 + (y / height) * 50 + (channel === 0 ? disc : 0) + ((state >>> 16) % 33)
      }
    }
  return { width, height, data }
}

function raw({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** Mean and largest difference of two pictures of one size, in levels of 255. */
function difference(a: Pixels, b: Pixels): { readonly mean: number; readonly largest: number } {
  assert.deepEqual([a.width, a.height], [b.width, b.height])
  let sum = 0
  let largest = 0
  for (const [i, value] of a.data.entries()) {
    const apart = Math.abs(value - b.data[i]!)
    sum += apart
    largest = Math.max(largest, apart)
  }
  return { mean: sum / a.data.length, largest }
}

function pixelAt({ width, data }: Pixels, x: number, y: number): readonly number[] {
  return [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)]
}

function assertColour(pixels: Pixels, x: number, y: number, expected: readonly number[], tolerance = 4): void {
  const found = pixelAt(pixels, x, y)
  const isNear = found.every((value, channel) => Math.abs(value - expected[channel]!) <= tolerance)
  assert.ok(isNear, `expected ${expected.join(' ')} at ${x}, ${y} but found ${found.join(' ')}`)
}

test('scaling twice is within rounding of decoding in full and scaling once', async () => {
  const jpeg = await raw(scene(2000, 1500)).jpeg({ quality: 92 }).toBuffer()
  const spec: PixelSpec = {
    resize: { kind: 'shortest', edgePx: 256 },
    cropPx: { width: 224, height: 224 },
    kernel: 'cubic',
  }
  const full = await sharp(jpeg).raw().toBuffer()
  const reference = await raw({ width: 2000, height: 1500, data: full })
    .resize({ width: 341, height: 256, fit: 'fill', kernel: 'cubic' })
    .extract({ left: 58, top: 16, width: 224, height: 224 })
    .raw()
    .toBuffer()
  const { pixels } = await decode(jpeg, { pixels: spec })
  // Measured 0.4 and 3.
  const { mean, largest } = difference(pixels!, { width: 224, height: 224, data: reference })
  assert.ok(mean < 0.7 && largest <= 6, `mean ${mean}, largest ${largest}`)
})

for (let orientation = 1; orientation <= 8; orientation++)
  test(`orientation ${orientation}: picture, thumbnail, hash and region are upright`, async () => {
    const upright = scene(240, 160)
    const png = await raw(upright).png().toBuffer()
    // The stored picture is what libvips must turn to give the upright one back.
    const inverse = [0, 1, 2, 3, 4, 5, 8, 7, 6][orientation]
    const stored = await sharp(await sharp(png).withMetadata({ orientation: inverse }).toBuffer())
      .autoOrient()
      .png()
      .toBuffer()
    const photo = await decode(await sharp(stored).withMetadata({ orientation }).toBuffer())
    const expected = await decode(png)
    assert.deepEqual([photo.width, photo.height], [240, 160])
    assert.equal(photo.dhash, expected.dhash)
    // Scaled in the other order of axes, so not to the bit.
    assert.ok(difference(photo.pixels!, expected.pixels!).largest <= 3)
    assert.deepEqual([photo.thumbnail?.width, photo.thumbnail?.height], [64, 43])
    const region = { x: 0.5, y: 0.25, width: 0.4, height: 0.6 }
    const part = await decode(await sharp(stored).withMetadata({ orientation }).toBuffer(), { region })
    assert.ok(difference(part.pixels!, (await decode(png, { region })).pixels!).largest <= 3)
  })

test('a region is what it says, and thumbnail and hash still show all', async () => {
  const quarters = await raw(scene(400, 400))
    .composite([
      { input: { create: { width: 200, height: 200, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
      { input: { create: { width: 200, height: 200, channels: 3, background: '#0000ff' } }, left: 200, top: 200 },
    ])
    .png()
    .toBuffer()
  const whole = await decode(quarters)
  const red = await decode(quarters, { region: { x: 0, y: 0, width: 0.5, height: 0.5 } })
  const blue = await decode(quarters, { region: { x: 0.5, y: 0.5, width: 0.5, height: 0.5 } })
  for (const [x, y] of [
    [0, 0],
    [28, 28],
    [55, 55],
  ] as const) {
    assertColour(red.pixels!, x, y, [255, 0, 0])
    assertColour(blue.pixels!, x, y, [0, 0, 255])
  }
  assert.equal(red.dhash, whole.dhash)
  assert.deepEqual(red.thumbnail, whole.thumbnail)
  await assert.rejects(decode(quarters, { region: { x: 0.9, y: 0, width: 0.2, height: 1 } }), {
    code: 'invalid-argument',
  })
})

test('a long panorama: the middle for the encoder, all of it for the thumbnail', async () => {
  const stripe = { create: { width: 1000, height: 120, channels: 3, background: '#00ff00' } } as const
  const panorama = await sharp({ create: { width: 30_000, height: 120, channels: 3, background: '#ff0000' } })
    .composite([{ input: stripe, left: 14_500, top: 0 }])
    .jpeg()
    .toBuffer()
  const spec: PixelSpec = {
    resize: { kind: 'shortest', edgePx: 256 },
    cropPx: { width: 224, height: 224 },
    kernel: 'cubic',
  }
  const photo = await decode(panorama, { pixels: spec, thumbnailPx: 320 })
  assert.deepEqual([photo.pixels?.width, photo.pixels?.height], [224, 224])
  assertColour(photo.pixels!, 112, 112, [0, 255, 0], 8)
  assert.deepEqual([photo.thumbnail?.width, photo.thumbnail?.height], [320, 1])
})

const grey = { create: { width: 32, height: 32, channels: 3, background: '#808080' } } as const
const inputs: readonly (readonly [
  what: string,
  bytes: Promise<Buffer>,
  colour: readonly number[],
  tolerance?: number,
])[] = [
  ['greyscale JPEG', sharp(grey).greyscale().jpeg().toBuffer(), [128, 128, 128]],
  ['16-bit PNG', sharp(grey).toColourspace('rgb16').png().toBuffer(), [128, 128, 128]],
  ['16-bit grey TIFF', sharp(grey).toColourspace('grey16').tiff().toBuffer(), [128, 128, 128]],
  ['palette PNG', sharp(grey).png({ palette: true }).toBuffer(), [128, 128, 128]],
  ['CMYK JPEG', sharp(grey).toColourspace('cmyk').jpeg().toBuffer(), [128, 128, 128], 16],
  ['lossless WebP', sharp(grey).webp({ lossless: true }).toBuffer(), [128, 128, 128]],
  ['AVIF', sharp(grey).avif({ effort: 0 }).toBuffer(), [128, 128, 128]],
  [
    'half-transparent PNG, on white',
    sharp({ create: { width: 32, height: 32, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } } })
      .png()
      .toBuffer(),
    [127, 127, 127],
  ],
  [
    'fully transparent GIF, white',
    sharp({ create: { width: 32, height: 32, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
      .gif()
      .toBuffer(),
    [255, 255, 255],
  ],
  [
    'Display P3, in sRGB',
    sharp({ create: { width: 32, height: 32, channels: 3, background: '#c86432' } })
      .withIccProfile('p3')
      .png()
      .toBuffer(),
    [200, 100, 50],
  ],
]
for (const [what, bytes, colour, tolerance] of inputs)
  test(what, async () => {
    const { pixels, warning } = await decode(await bytes, { pixels: EXACT })
    assertColour(pixels!, 4, 4, colour, tolerance)
    assert.equal(warning, null)
  })

test('of an animation the first frame', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer()
  const frames = [await frame('#ff0000'), await frame('#00ff00'), await frame('#0000ff')]
  for (const format of ['gif', 'webp'] as const) {
    const animated = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer()
    const { pixels, width, height } = await decode(animated, { pixels: EXACT })
    assert.deepEqual([width, height], [32, 32])
    assertColour(pixels!, 4, 4, [255, 0, 0], 6)
  }
})

test('pixels are given a profile by way of a TIFF header', async () => {
  const profile = (await sharp(await sharp(grey).withIccProfile('p3').png().toBuffer()).metadata()).icc!
  const p3 = { width: 3, height: 2, data: new Uint8Array(18).map((_, i) => [187, 107, 65][i % 3]!) }
  const { data, info } = await sharp(wrapInTiff(p3, profile))
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  // sRGB 200, 100, 50 is about 187, 107, 65 in Display P3.
  assertColour({ width: info.width, height: info.height, data }, 2, 1, [200, 100, 50], 5)
})

test('a JPEG cut in the middle is shown with a warning, one cut at the start is refused', async () => {
  const jpeg = await raw(scene(640, 480)).jpeg().toBuffer()
  const half = await decode(jpeg.subarray(0, jpeg.length / 2))
  assert.match(half.warning ?? '', /ends too early.*missing/)
  assertColour(half.pixels!, 30, 50, [128, 128, 128], 1)
  const start = jpeg.subarray(0, 623 + jpeg.length * 0.05)
  await assert.rejects(decode(start), { code: 'unreadable', message: /\/p\/a\.jpg: .*ends too early/ })
})

test('a PNG, GIF, TIFF, WebP cut short is shown or refused with its reason, never thrown as it comes', async () => {
  for (const format of ['png', 'gif', 'tiff', 'webp', 'avif'] as const) {
    const bytes = await raw(scene(200, 200)).toFormat(format).toBuffer()
    for (const share of [0.9, 0.5, 0.1, 0.01]) {
      const found = await decode(bytes.subarray(0, bytes.length * share)).catch((error: unknown) => error)
      if (found instanceof Error)
        assert.ok(found instanceof PhotoError && /\.$/.test(found.reason), `${format} ${share}`)
      else assert.ok((found as DecodedPhoto).warning !== null || share > 0.4, `${format} ${share}`)
    }
  }
})

test('too many pixels, too many bytes, none at all, not a picture', async () => {
  const wide = await sharp({ create: { width: 10_000, height: 10_001, channels: 3, background: '#888' } })
    .png()
    .toBuffer()
  await assert.rejects(decode(wide), { code: 'too-large', message: /100 million pixels/ })
  const file = (name: string, bytes: string | Buffer) => {
    writeFileSync(join(folder, name), bytes)
    return { path: join(folder, name), pixels: SPEC, thumbnailPx: 64, metadata: true }
  }
  await assert.rejects(decodePhoto(file('empty.jpg', ''), LIMITS), { code: 'unreadable', message: /empty/ })
  await assert.rejects(decodePhoto(file('text.jpg', 'hello'), LIMITS), { code: 'unsupported' })
  await assert.rejects(decodePhoto(file('film.heic', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), LIMITS), {
    message: /a video/,
  })
  const small = { ...LIMITS, maxFileBytes: 100 }
  await assert.rejects(decodePhoto(file('large.png', wide), small), { code: 'too-large' })
})

test('a drawing is painted large, and reads no other file', async () => {
  const secret = join(folder, 'secret.png')
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
    .png()
    .toFile(secret)
  const href = (target: string) => `<image href="${target}" xlink:href="${target}" width="24" height="24"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="24" height="24">
    ${[secret, `file://${secret}`, 'secret.png', 'http://127.0.0.1:1/x.png'].map(href).join('')}
    <rect x="20" y="20" width="4" height="4" fill="#0000ff"/></svg>`
  const path = join(folder, 'drawing.svg')
  writeFileSync(path, svg)
  const photo = await decodePhoto({ path, pixels: EXACT, thumbnailPx: null, metadata: false }, LIMITS)
  assert.deepEqual([photo.format, photo.width, photo.height], ['svg', 1024, 1024])
  assertColour(photo.pixels!, 2, 2, [255, 255, 255], 0)
  assertColour(photo.pixels!, 7, 7, [0, 0, 255], 60)
})

const entity = (name: string, of: string) => `<!ENTITY ${name} "${of.repeat(10)}">`
const bombs: readonly (readonly [what: string, svg: string])[] = [
  [
    'entities in entities',
    `<!DOCTYPE svg [${entity('a', 'aaaaaaaaaa')}${entity('b', '&a;')}${entity('c', '&b;')}${entity('d', '&c;')}${entity('e', '&d;')}
    ${entity('f', '&e;')}${entity('g', '&f;')}${entity('h', '&g;')}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&h;</text></svg>`,
  ],
  [
    'an entity of a file',
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>`,
  ],
  ['a size of a billion', '<svg xmlns="http://www.w3.org/2000/svg" width="1000000000" height="1000000000"/>'],
  ['no size at all', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
]
for (const [what, svg] of bombs)
  test(`a hostile drawing is painted or refused: ${what}`, async () => {
    const found = await decode(Buffer.from(svg), { path: 'a.svg' }).catch((error: unknown) => error)
    if (found instanceof Error) assert.ok(found instanceof PhotoError && found.code !== 'internal', String(found))
    else assert.equal((found as DecodedPhoto).pixels?.data.length, 56 * 56 * 3)
  })

test('hash, bytes and what was not asked for', async () => {
  const bytes = await sharp(grey).png().toBuffer()
  const known = await decode(bytes, { knownHash: 'f'.repeat(64), pixels: null, thumbnailPx: null })
  assert.deepEqual(
    [known.contentHash, known.bytes, known.pixels, known.thumbnail, known.metadata],
    ['f'.repeat(64), bytes.length, null, null, null],
  )
  const { contentHash, metadata } = await decode(bytes, { metadata: true })
  assert.match(contentHash, /^[0-9a-f]{64}$/)
  assert.deepEqual(metadata?.keywords, [])
})

test('a thumbnail is WebP within its size and never enlarged', async () => {
  const { thumbnail } = await decode(await raw(scene(300, 200)).png().toBuffer(), { thumbnailPx: 120 })
  const { format, width, height } = await sharp(thumbnail?.data).metadata()
  assert.deepEqual([format, width, height], ['webp', 120, 80])
  assert.deepEqual([thumbnail?.mime, thumbnail?.width, thumbnail?.height], ['image/webp', 120, 80])
  const small = await decode(await raw(scene(30, 20)).png().toBuffer(), { thumbnailPx: 120 })
  assert.deepEqual([small.thumbnail?.width, small.thumbnail?.height], [30, 20])
})

const heic = join(DATA, 'odd-files/libheif-tests/tests/data/rainbow-451x461.heic')
test('HEIC', { skip: existsSync(heic) ? false : `${heic} is not there` }, async () => {
  const bytes = readFileSync(heic)
  const photo = await decode(bytes, { pixels: EXACT })
  assert.deepEqual([photo.format, photo.width, photo.height, photo.warning], ['heic', 451, 461, null])
  const colours = new Set([0, 2, 4, 6].map((y) => pixelAt(photo.pixels!, 4, y).join()))
  assert.equal(colours.size, 4, 'a rainbow has bands')
  for (const share of [0.01, 0.3, 0.9])
    await assert.rejects(decode(bytes.subarray(0, bytes.length * share)), (error) => error instanceof PhotoError)
})
