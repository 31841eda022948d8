import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLIPImageProcessor, RawImage, SiglipImageProcessor } from '@huggingface/transformers'
import sharp from 'sharp'
import { parsePreprocessing, type Preprocessing } from '../../core/encoders/preprocessing.ts'
import { decodeBytes } from '../../core/library/decode/decode.ts'
import type { Pixels, PixelSpec } from '../../core/types.ts'
import { preparePillow } from './pillow.reference.ts'

/**
 * How far prepared pictures may lie from what the models were trained on, in levels of 255. The reference is Pillow's
 * antialiased resize, which transformers uses in Python. Measured on 12 COCO photos (480 px) and 6 snapshots of
 * paintings (1024 px), prepared in each of the three ways of CONFIGS:
 *
 * ours (decode stage: libvips, scaled once or twice)     mean 0.11 … 1.02   largest 10
 * transformers.js 4.3 (libvips' affine, not antialiased) mean 1.2 … 23      largest 183
 *
 * So Resight does not prepare pictures as transformers.js does: it would sample every fourth pixel of a photo and
 * skip the rest. Largest is the largest difference of one channel of one pixel.
 */
const TOLERANCES = {
  /** Pillow 13 takes the vertical pass first for some shapes; the intermediate rounding then differs by one level. */
  oracle: { mean: 0.25, largest: 1 },
  decoded: { mean: 1.5, largest: 16 },
  /**
   * libvips 8.18 enlarges with a shift of about a third of a pixel against Pillow. Only pictures smaller than the
   * encoder's input are enlarged; the formula's noise is the worst case (mean 17, largest 88).
   */
  enlarged: { mean: 20, largest: 100 },
} as const

const RGB = { image_mean: [0.48145466, 0.4578275, 0.40821073], image_std: [0.26862954, 0.26130258, 0.27577711] }
const GREY = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }
const COMMON = { do_resize: true, do_rescale: true, do_normalize: true }
const CONFIGS = [
  { ...COMMON, ...RGB, do_center_crop: true, crop_size: 224, resample: 3, size: { shortest_edge: 224 } },
  { ...COMMON, ...GREY, resample: 3, size: { height: 224, width: 224 } },
  { ...COMMON, do_normalize: false, do_center_crop: true, crop_size: 256, resample: 2, size: { shortest_edge: 256 } },
]

interface GoldenCase {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly resultWidth: number
  readonly resultHeight: number
  readonly rgbBase64: string
}
const GOLDEN = fileURLToPath(new URL('../fixtures/preprocessing/golden.json', import.meta.url))
const { cases } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { readonly cases: readonly GoldenCase[] }

for (const golden of cases) {
  const { name, width, height, resultWidth, resultHeight, rgbBase64 } = golden
  test(`${name} of ${width} × ${height}: the oracle and the decode stage give what transformers gives in Python`, async () => {
    const spec = specOf(name)
    const expected = {
      width: resultWidth,
      height: resultHeight,
      data: new Uint8Array(Buffer.from(rgbBase64, 'base64')),
    }
    const picture = formulaPicture(width, height)
    assertNear(preparePillow(picture, spec), expected, TOLERANCES.oracle)
    const isEnlarged = Math.min(width, height) < Math.min(resultWidth, resultHeight)
    assertNear(await decoded(picture, spec), expected, isEnlarged ? TOLERANCES.enlarged : TOLERANCES.decoded)
  })
}

const data = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const photos = [
  ...firstFiles(join(data, 'captions', 'coco'), 6),
  ...firstFiles(join(data, 'instances', 'paintings', 'queries', 'qsd1_w4'), 3),
]
const skip = photos.length === 0 && `no photos in ${data}; set RESIGHT_DATA to the folder that has them`

for (const config of CONFIGS) {
  const preprocessing = parsePreprocessing(config, 'preprocessor_config.json')
  test(
    `${preprocessing.name} of real photos stays nearer to the reference than transformers.js does`,
    { skip },
    async (t) => {
      const worst = { mean: 0, largest: 0, theirs: 0 }
      for (const path of photos) {
        const photo = await decodeWhole(path)
        const reference = preparePillow(photo, preprocessing.pixels)
        const own = await decoded(photo, preprocessing.pixels)
        assertNear(own, reference, TOLERANCES.decoded, path)
        const difference = differenceOf(own, reference)
        const theirs = differenceOf(await transformersJs(photo, config, preprocessing), reference)
        assert.ok(difference.mean < theirs.mean, `${path}: ${difference.mean} against ${theirs.mean}`)
        worst.mean = Math.max(worst.mean, difference.mean)
        worst.largest = Math.max(worst.largest, difference.largest)
        worst.theirs = Math.max(worst.theirs, theirs.mean)
      }
      t.diagnostic(
        `${photos.length} photos: ours mean ≤ ${worst.mean.toFixed(2)}, largest ${worst.largest}; ` +
          `transformers.js mean ≤ ${worst.theirs.toFixed(2)}`,
      )
    },
  )
}

test('the comparison fails for a picture shifted by one pixel, flipped or of another size', () => {
  const spec = specOf('shortest32-crop32-cubic')
  const picture = formulaPicture(197, 131)
  const expected = preparePillow(picture, spec)
  const shifted = { ...expected, data: Uint8Array.from(expected.data, (_, i) => expected.data[i + 3] ?? 0) }
  const swapped = {
    ...expected,
    data: Uint8Array.from(expected.data, (_, i) => expected.data[i - (i % 3) + 2 - (i % 3)]!),
  }
  for (const wrong of [shifted, swapped, { ...expected, width: 31 }]) {
    assert.throws(() => assertNear(wrong, expected, TOLERANCES.decoded))
  }
})

/** Waves, edges and noise; as `picture` of make_golden.py. */
function formulaPicture(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const noise = Math.imul(x * 7919 + y * 104729 + c * 1299709 + 1, 2654435761) >>> 24
        const waves = (x * x * (c + 1) + y * 9) % 256
        const edges = ((Math.floor(x / 11) + Math.floor(y / 7)) % 2) * 255
        data[(y * width + x) * 3 + c] = Math.floor((noise + waves + 2 * edges) / 4)
      }
    }
  }
  return { width, height, data }
}

function specOf(name: string): PixelSpec {
  const [how = '', crop = ''] = name.split('-')
  const kernel = name.slice(name.lastIndexOf('-') + 1) as PixelSpec['kernel']
  const [width = 0, height = width] = how.replace(/^\D+/, '').split('x').map(Number)
  if (how.startsWith('exact')) return { resize: { kind: 'exact' }, cropPx: { width, height }, kernel }
  const edge = Number(crop.replace('crop', ''))
  return { resize: { kind: 'shortest', edgePx: width }, cropPx: { width: edge, height: edge }, kernel }
}

/** What the encoder gets of a photo with these pixels: through a PNG, so that nothing is lost before. */
async function decoded({ width, height, data: pixels }: Pixels, spec: PixelSpec): Promise<Pixels> {
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const request = { path: 'photo.png', pixels: spec, thumbnailPx: null, metadata: false }
  const photo = await decodeBytes(png, request, { maxPixels: 1e8, maxFileBytes: 1e9 })
  assert.ok(photo.pixels !== null)
  return photo.pixels
}

async function transformersJs(photo: Pixels, config: object, { mean, std, pixels }: Preprocessing): Promise<Pixels> {
  const Processor = 'do_center_crop' in config ? CLIPImageProcessor : SiglipImageProcessor
  const image = new RawImage(new Uint8ClampedArray(photo.data), photo.width, photo.height, 3)
  const process = new Processor(config) as unknown as (image: RawImage) => Promise<{
    readonly pixel_values: { readonly data: Float32Array; readonly dims: readonly number[] }
  }>
  const { pixel_values: values } = await process(image)
  const { width, height } = pixels.cropPx
  assert.deepEqual(values.dims, [1, 3, height, width])
  const plane = width * height
  const level = (i: number, c: number): number => ((values.data[c * plane + i] ?? NaN) * std[c]! + mean[c]!) * 255
  return {
    width,
    height,
    data: Uint8Array.from({ length: plane * 3 }, (_, i) => Math.round(level(Math.floor(i / 3), i % 3))),
  }
}

async function decodeWhole(path: string): Promise<Pixels> {
  const pipeline = sharp(path).autoOrient().toColourspace('srgb').removeAlpha().raw()
  const { data: pixels, info } = await pipeline.toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: pixels }
}

function firstFiles(folder: string, count: number): readonly string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /\.(jpe?g|png)$/i.test(name))
  return names
    .sort()
    .slice(0, count)
    .map((name) => join(folder, name))
}

function differenceOf(a: Pixels, b: Pixels): { readonly mean: number; readonly largest: number } {
  assert.deepEqual([a.width, a.height, a.data.length], [b.width, b.height, b.data.length])
  let sum = 0
  let largest = 0
  for (let i = 0; i < a.data.length; i++) {
    const difference = Math.abs(a.data[i]! - b.data[i]!)
    sum += difference
    largest = Math.max(largest, difference)
  }
  return { mean: sum / a.data.length, largest }
}

function assertNear(a: Pixels, b: Pixels, most: { readonly mean: number; readonly largest: number }, what = ''): void {
  const { mean, largest } = differenceOf(a, b)
  assert.ok(mean <= most.mean && largest <= most.largest, `${what} mean ${mean}, largest ${largest}`)
}
