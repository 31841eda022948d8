/**
 * How close indexing comes to what the machine could do at most, and what a second run over an unchanged folder costs.
 *
 *   node bench/indexing.ts [--photos 300] [--unchanged 10000] [--write]
 *
 * The limit: processor time a photo of decoding alone plus encoding alone (each in this process, one thread, so that no
 * waiting is counted), spread over all cores. Photos are twelve-megapixel JPEGs, in the page cache.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { modelsFoldersOf } from '../core/encoders/models-folders.ts'
import { DEFAULT_MODEL, openEncoder } from '../core/encoders/registry.ts'
import { encodePhotos } from '../core/engine/encode-photos.ts'
import { openEngine } from '../core/engine.ts'
import { decodePhoto } from '../core/library/decode/decode.ts'
import { THUMBNAIL_PX } from '../core/library/indexing/prepare.ts'
import type { Encoder, Pixels } from '../core/types.ts'
import { generatePhotos } from './photos.ts'
import { writeRun } from './report.ts'

const LIMITS = { maxPixels: 400e6, maxFileBytes: 1 << 30 }
/** Photos whose processor time is measured. */
const SAMPLE = 48
const BATCH = 8

async function cpuMsEach<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  for (const item of items) await run(item)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / items.length
}

async function decodeOnly(paths: readonly string[], encoder: Encoder): Promise<{ cpuMs: number; pictures: Pixels[] }> {
  sharp.concurrency(1)
  sharp.cache(false)
  const pictures: Pixels[] = []
  const read = async (path: string): Promise<void> => {
    const request = { path, pixels: encoder.pixels, thumbnailPx: THUMBNAIL_PX, metadata: true }
    const { pixels } = await decodePhoto(request, LIMITS)
    if (pixels !== null) pictures.push(pixels)
  }
  await cpuMsEach(paths.slice(0, 4), read)
  pictures.length = 0
  return { cpuMs: await cpuMsEach(paths, read), pictures }
}

async function encodeOnly(pictures: readonly Pixels[], encoder: Encoder): Promise<number> {
  const batches = Array.from({ length: Math.floor(pictures.length / BATCH) }, (_, i) =>
    pictures.slice(i * BATCH, (i + 1) * BATCH),
  )
  await cpuMsEach(batches.slice(0, 1), (batch) => encodePhotos(encoder, batch))
  return (await cpuMsEach(batches, (batch) => encodePhotos(encoder, batch))) / BATCH
}

/** Many small photos, so that the second run has as much to compare as a large library gives it. */
async function unchangedRun(
  folder: string,
  count: number,
): Promise<{ readonly first: number; readonly second: number }> {
  const photos = join(folder, 'small')
  await mkdir(photos)
  const width = 32
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from({ length: width * width * 3 }, (_, at) => (at * 7 + i * (1 + (at % 13))) & 255)
    const png = await sharp(data, { raw: { width, height: width, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer()
    await writeFile(join(photos, `${i}.png`), png)
  }
  const library = join(folder, 'small-library')
  const run = async (): Promise<number> => {
    const engine = await openEngine({ library })
    const report = await engine.add({ folders: [photos] })
    await engine.close()
    return report.seconds
  }
  return { first: await run(), second: await run() }
}

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '300' },
    unchanged: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'resight-bench-indexing-'))
try {
  const photos = join(folder, 'photos')
  await generatePhotos(photos, Number(values.photos), 8)
  const paths = (await readdir(photos)).sort().map((name) => join(photos, name))
  const encoder = await openEncoder(DEFAULT_MODEL, {
    device: 'cpu',
    threads: 1,
    modelsFolders: modelsFoldersOf(folder),
  })
  const decode = await decodeOnly(paths.slice(0, SAMPLE), encoder)
  const encodeCpuMs = await encodeOnly(decode.pictures, encoder)
  await encoder.dispose()

  const engine = await openEngine({ library: join(folder, 'library'), device: 'cpu' })
  const report = await engine.add({ folders: [photos] })
  await engine.close()
  const cores = availableParallelism()
  const limit = (cores * 1000) / (decode.cpuMs + encodeCpuMs)
  const unchanged = await unchangedRun(folder, Number(values.unchanged))
  const results = {
    photos: paths.length,
    decodeCpuMs: decode.cpuMs,
    encodeCpuMs,
    limitPhotosPerSecond: limit,
    photosPerSecond: report.photosPerSecond,
    ratio: report.photosPerSecond / limit,
    unchangedPhotos: Number(values.unchanged),
    unchangedSeconds: unchanged.second,
    unchangedToFirstRun: unchanged.second / unchanged.first,
  }
  console.log(results)
  if (values.write) console.log(writeRun('indexing', results))
} finally {
  await rm(folder, { recursive: true, force: true })
}
