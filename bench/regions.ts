/**
 * Regions that are proposed for the photos of a folder: how many photos get one, of which kind, and what a photo takes. With
 * a sheet, pictures to judge by eye: first proposals green, further ones cyan, boxes red.
 *
 *     node bench/regions.ts PHOTOS --detector FILE [--every 1] [--sheet PNG] [--write]
 */
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { openDecodePool } from '../core/library/decode/pool.ts'
import { scanFolder } from '../core/library/scan.ts'
import { cornersOf, polygonArea } from '../core/regions/polygon.ts'
import { proposeRegions, type ProposedRegion, type RegionPhoto } from '../core/regions/propose.ts'
import { openSegmenter } from '../core/regions/segmenter.ts'
import { openYolox } from '../core/regions/yolox.ts'
import type { Pixels, Region } from '../core/types.ts'
import { percentile, writeRun } from './report.ts'

const SHEET = { columns: 6, rows: 4, widthPx: 320, heightPx: 240 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    detector: { type: 'string' },
    every: { type: 'string', default: '1' },
    sheet: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const [folder] = positionals
if (folder === undefined || values.detector === undefined) throw new Error('Name a folder of photos and the detector')

const paths: string[] = []
for await (const { path } of scanFolder(folder)) paths.push(path)
const some = paths.sort().filter((_, i) => i % Number(values.every) === 0)

const pool = openDecodePool({ workers: 2 })
const detector = await openYolox(values.detector, { device: 'cpu', threads: 2 })
const segmenter = openSegmenter()
const clock = { decode: 0, detect: 0, outline: 0 }
const timed = {
  detector: { ...detector, detect: timing('detect', (pixels: Pixels) => detector.detect(pixels)) },
  segmenter: {
    ...segmenter,
    outlineInBox: timing('outline', (pixels: Pixels, box: Region) => segmenter.outlineInBox(pixels, box)),
  },
}
const found: (readonly ProposedRegion[])[] = []
const timesMs: number[] = []
for (const path of some) {
  const start = performance.now()
  found.push(await proposeRegions(photoAt(path), timed))
  timesMs.push(performance.now() - start)
}
segmenter.close()
await detector.dispose()
await pool.close()

const share = (is: (regions: readonly ProposedRegion[]) => boolean) => found.filter(is).length / found.length
const firstAreas = found.map(([first]) => polygonArea(cornersOf(first!.region)))
const results = {
  photos: found.length,
  withProposal: share(([first]) => first!.quality !== null),
  outlined: share(([first]) => first!.region.kind === 'polygon'),
  several: share((regions) => regions.length > 1),
  regions: found.flat().length,
  mostCorners: Math.max(...found.flat().map(({ region }) => cornersOf(region).length)),
  areaOfPhoto: {
    median: percentile(firstAreas, 50),
    p10: percentile(firstAreas, 10),
    p90: percentile(firstAreas, 90),
  },
  msPerPhoto: { median: percentile(timesMs, 50), p90: percentile(timesMs, 90) },
  msOfPhotos: Object.fromEntries(Object.entries(clock).map(([step, ms]) => [step, ms / found.length])),
}
console.log(JSON.stringify(results, null, 2))
if (values.sheet !== undefined) await drawSheet(values.sheet)
if (values.write) console.log(`Wrote ${writeRun('regions', results)}`)

function timing<A extends readonly unknown[], R>(step: keyof typeof clock, work: (...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const start = performance.now()
    const answer = await work(...args)
    clock[step] += performance.now() - start
    return answer
  }
}

function photoAt(path: string): RegionPhoto {
  return {
    decode: timing('decode', async (pixels, region) => {
      const request = { path, pixels, ...(region === null ? {} : { region }), thumbnailPx: null, metadata: false }
      return (await pool.decode({ ...request, knownHash: '0'.repeat(64) })).pixels!
    }),
  }
}

async function drawSheet(file: string): Promise<void> {
  const { columns, rows, widthPx, heightPx } = SHEET
  const step = Math.max(1, Math.floor(some.length / (columns * rows)))
  const chosen = some.map((path, i) => ({ path, regions: found[i]! })).filter((_, i) => i % step === 0)
  const tiles = await Promise.all(
    chosen.slice(0, columns * rows).map(async ({ path, regions }, i) => {
      const size = { fit: 'inside' } as const
      const { data, info } = await sharp(path)
        .autoOrient()
        .resize(widthPx, heightPx, size)
        .toBuffer({ resolveWithObject: true })
      const outlines = regions.map(({ region }, at) => {
        const colour = region.kind === 'box' ? 'red' : at === 0 ? 'lime' : 'cyan'
        const points = cornersOf(region).map(([x, y]) => `${x * info.width},${y * info.height}`)
        return `<polygon points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`
      })
      const svg = `<svg width="${info.width}" height="${info.height}">${outlines.join('')}</svg>`
      const input = await sharp(data)
        .composite([{ input: Buffer.from(svg) }])
        .png()
        .toBuffer()
      return { input, left: (i % columns) * widthPx, top: Math.floor(i / columns) * heightPx }
    }),
  )
  await sharp({ create: { width: columns * widthPx, height: rows * heightPx, channels: 3, background: 'black' } })
    .composite(tiles)
    .png()
    .toFile(file)
}
