import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { seededRandom } from './report.ts'

const WIDTH = 4032
const HEIGHT = 3024
const RAW = { width: WIDTH, height: HEIGHT, channels: 3 } as const

/**
 * Writes `count` twelve-megapixel JPEGs (4032 × 3024, quality 88, about 4 MB each) into `folder`.
 *
 * `distinct` pictures are made from seeded noise at four scales, so that their files are as large and as slow to decode
 * as a camera's; the others repeat them with a comment segment of their own, so that each has a content of its own.
 * @returns the bytes written
 */
export async function generatePhotos(folder: string, count: number, distinct = 16): Promise<number> {
  await mkdir(folder, { recursive: true })
  let bytes = 0
  let picture: Buffer = Buffer.alloc(0)
  const perPicture = Math.ceil(count / Math.min(count, distinct))
  for (let i = 0; i < count; i++) {
    if (i % perPicture === 0) picture = await noisePicture(i / perPicture)
    const photo = withComment(picture, `photo ${i}`)
    await writeFile(join(folder, `IMG_${String(i).padStart(5, '0')}.JPG`), photo)
    bytes += photo.length
  }
  return bytes
}

/** Columns of the noise at each scale, and how far it moves a pixel's value at most. */
const SCALES = [
  { columns: 9, amplitude: 90 },
  { columns: 63, amplitude: 60 },
  { columns: 504, amplitude: 40 },
  { columns: 1344, amplitude: 24 },
]

async function noisePicture(seed: number): Promise<Buffer> {
  const random = seededRandom(seed + 1)
  const sum = new Int16Array(WIDTH * HEIGHT * 3).fill(128)
  for (const { columns, amplitude } of SCALES) {
    const layer = await noise(random, columns, Math.round((columns * HEIGHT) / WIDTH))
    for (let i = 0; i < sum.length; i++) sum[i]! += ((layer[i]! - 128) * amplitude) / 128
  }
  return sharp(Uint8ClampedArray.from(sum), { raw: RAW }).jpeg({ quality: 88 }).toBuffer()
}

function noise(random: () => number, width: number, height: number): Promise<Buffer> {
  const data = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256))
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(WIDTH, HEIGHT, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
}

/** Inserts a COM segment after the SOI marker (ITU-T T.81, B.2.4.5). */
function withComment(jpeg: Buffer, text: string): Buffer {
  const body = Buffer.from(`${text} ${createHash('sha256').update(text).digest('hex')}`)
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 0])
  head.writeUInt16BE(body.length + 2, 4)
  return Buffer.concat([head, body, jpeg.subarray(2)])
}
