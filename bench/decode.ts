/**
 * How fast the decode processes read twelve-megapixel photos, what passing pixels between processes costs, and how
 * much memory each process takes.
 *
 *   node bench/decode.ts [--photos 200] [--workers 1,2] [--write]        memory on Linux only: it reads /proc
 *
 * The limit that throughput is held against is the processor time of the same work in this process: the pool can't be
 * faster than cores ÷ that time. On a busy machine `cpuRatio`, the same of processor times, is the one to look at. Files
 * are in the page cache.
 */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { decodePhoto } from '../core/library/decode/decode.ts'
import { openDecodePool } from '../core/library/decode/pool.ts'
import type { PixelSpec } from '../core/types.ts'
import { generatePhotos } from './photos.ts'
import { percentile, writeRun } from './report.ts'

const SPEC: PixelSpec = {
  resize: { kind: 'shortest', edgePx: 256 },
  cropPx: { width: 224, height: 224 },
  kernel: 'cubic',
}
const LIMITS = { maxPixels: 400e6, maxFileBytes: 1 << 30 }
const SAMPLE_EVERY_MS = 500

function requestFor(path: string): Parameters<typeof decodePhoto>[0] {
  return { path, pixels: SPEC, thumbnailPx: 320, metadata: true }
}

/** Processor and wall time a photo in this process, one at a time, with libvips as the workers set it. */
async function inProcess(paths: readonly string[]): Promise<{ readonly cpuMs: number; readonly wallMs: number }> {
  sharp.concurrency(1)
  sharp.cache(false)
  for (const path of paths.slice(0, 4)) await decodePhoto(requestFor(path), LIMITS)
  const before = process.cpuUsage()
  const start = performance.now()
  for (const path of paths) await decodePhoto(requestFor(path), LIMITS)
  const { user, system } = process.cpuUsage(before)
  return { cpuMs: (user + system) / 1000 / paths.length, wallMs: (performance.now() - start) / paths.length }
}

interface PoolFigures {
  readonly workers: number
  readonly photosPerSecond: number
  readonly cpuMsAPhoto: number
  readonly peakWorkerMBFirstHalf: number | null
  readonly peakWorkerMBSecondHalf: number | null
}

interface ChildUse {
  readonly bytes: number
  readonly cpuMs: number
}

/** Resident set and processor time so far of each child of this process. */
async function childUse(): Promise<readonly ChildUse[]> {
  const found: ChildUse[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    if (Number(fields[1]) === process.pid) found.push({ bytes: Number(fields[21]) * 4096, cpuMs: ticks * 10 })
  }
  return found
}

/** Processor time of this process and its workers. */
async function treeCpuMs(): Promise<number> {
  const { user, system } = process.cpuUsage()
  const children = process.platform === 'linux' ? await childUse() : []
  return children.reduce((sum, { cpuMs }) => sum + cpuMs, (user + system) / 1000)
}

async function throughPool(paths: readonly string[], workers: number): Promise<PoolFigures> {
  const pool = openDecodePool({ workers })
  const warmUp = Array.from({ length: 2 * workers }, (_, i) => paths[i % paths.length]!)
  await Promise.all(warmUp.map((path) => pool.decode(requestFor(path))))
  const samples: { readonly done: number; readonly bytes: number }[] = []
  let done = 0
  let sampling = Promise.resolve()
  const timer = setInterval(() => {
    const at = done
    if (process.platform === 'linux')
      sampling = childUse().then(
        (use) => void samples.push({ done: at, bytes: Math.max(0, ...use.map(({ bytes }) => bytes)) }),
      )
  }, SAMPLE_EVERY_MS)
  const cpuBefore = await treeCpuMs()
  const start = performance.now()
  // Two calls in flight a worker, as the indexing pipeline makes them.
  const queue = [...paths]
  await Promise.all(
    Array.from({ length: 2 * workers }, async () => {
      for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
        await pool.decode(requestFor(path))
        done++
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  const cpuMs = ((await treeCpuMs()) - cpuBefore) / paths.length
  clearInterval(timer)
  await sampling
  await pool.close()
  const half = (from: number, to: number) =>
    samples.filter((sample) => sample.done >= from && sample.done < to).map(({ bytes }) => bytes)
  const peak = (bytes: readonly number[]) => (bytes.length === 0 ? null : Math.round(Math.max(...bytes) / 1e6))
  return {
    workers,
    photosPerSecond: paths.length / seconds,
    cpuMsAPhoto: cpuMs,
    peakWorkerMBFirstHalf: peak(half(0, paths.length / 2)),
    peakWorkerMBSecondHalf: peak(half(paths.length / 2, Infinity)),
  }
}

/** One small photo there and back again, so that what is left is the journey of 150 KB of pixels. */
async function journey(folder: string): Promise<{ readonly poolMs: number; readonly inProcessMs: number }> {
  const path = join(folder, 'small.png')
  await sharp({ create: { width: 256, height: 256, channels: 3, background: '#456' } })
    .png()
    .toFile(path)
  const request = { ...requestFor(path), thumbnailPx: null, metadata: false }
  const pool = openDecodePool({ workers: 1 })
  async function medianMs(run: () => Promise<unknown>): Promise<number> {
    const times: number[] = []
    for (let i = 0; i < 200; i++) {
      const start = performance.now()
      await run()
      if (i >= 20) times.push(performance.now() - start)
    }
    return percentile(times, 50)
  }
  const poolMs = await medianMs(() => pool.decode(request))
  await pool.close()
  return { poolMs, inProcessMs: await medianMs(() => decodePhoto(request, LIMITS)) }
}

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '200' },
    workers: { type: 'string', default: '1,2' },
    write: { type: 'boolean', default: false },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'resight-bench-decode-'))
try {
  const bytes = await generatePhotos(folder, Number(values.photos))
  const paths = (await readdir(folder)).sort().map((name) => join(folder, name))
  const alone = await inProcess(paths.slice(0, 48))
  const pools: object[] = []
  for (const workers of values.workers.split(',').map(Number)) {
    const found = await throughPool(paths, workers)
    const limit = (Math.min(workers, availableParallelism()) * 1000) / alone.cpuMs
    pools.push({
      ...found,
      limitPhotosPerSecond: limit,
      ratio: found.photosPerSecond / limit,
      cpuRatio: alone.cpuMs / found.cpuMsAPhoto,
    })
  }
  const results = {
    photos: paths.length,
    meanBytes: Math.round(bytes / paths.length),
    alone,
    pools,
    journey: await journey(folder),
  }
  console.log(JSON.stringify(results, null, 2))
  if (values.write) console.log(writeRun('decode', results))
} finally {
  await rm(folder, { recursive: true, force: true })
}
