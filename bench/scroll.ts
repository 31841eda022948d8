/**
 * What the library's screen costs at size: a synthetic library of dated photos with real thumbnails (cuts of the sample
 * photos, repeated), the real server, the built interface, headless Chromium.
 *
 *   node bench/scroll.ts [--photos 100000] [--chromium /usr/bin/chromium] [--library FOLDER] [--write]
 *
 * `--library` keeps the library for the next run. Build the interface first (`npm run build-interface`). A frame is the time between two animation frames of the page
 * while it scrolls by synthesised gestures. Chromium draws in software here and shares the cores with the engine.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CDPSession, type Page, chromium } from 'playwright-core'
import sharp from 'sharp'
import type { Thumbnail } from '../core/api.ts'
import { closeCatalogue, openCatalogue } from '../core/library/catalogue/catalogue.ts'
import { recordFile } from '../core/library/catalogue/files.ts'
import { rememberFolder } from '../core/library/catalogue/folders.ts'
import { recordPhoto } from '../core/library/catalogue/photos.ts'
import { writeThumbnails } from '../core/library/catalogue/thumbnails.ts'
import { SAMPLE_FILES, copySamples } from '../core/remote/samples.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const CUTS = 8
const DAY_MS = 86_400_000
const YEARS = 18
const SMOOTH_MS = 20
/** Longest side of the library's own thumbnails. */
const SIDE = 512
const RATIOS = [1.5, 1.333, 0.75, 1.778, 1, 0.667, 1.333, 1.5]
const SERVER = new URL('../app/server/main.ts', import.meta.url).pathname

async function realThumbnails(folder: string): Promise<readonly Thumbnail[]> {
  await copySamples(folder)
  const made: Thumbnail[] = []
  for (const file of SAMPLE_FILES)
    for (let cut = 0; cut < CUTS; cut++) {
      const ratio = RATIOS[cut] ?? 1
      const [width, height] = [Math.round(SIDE * Math.min(1, ratio)), Math.round(SIDE / Math.max(1, ratio))]
      const position = cut % 2 === 0 ? 'entropy' : 'attention'
      const data = await sharp(join(folder, file))
        .resize(width, height, { position })
        .webp({ quality: 75, effort: 1 })
        .toBuffer()
      made.push({ mime: 'image/webp', width, height, data })
    }
  return made
}

async function makeLibrary(library: string, photos: number): Promise<void> {
  const thumbnails = await realThumbnails(join(library, 'samples'))
  const catalogue = openCatalogue(library)
  try {
    const random = seededRandom(1)
    const folder = rememberFolder(catalogue, '/photos').id
    let takenMs = Date.UTC(2008, 0, 1)
    for (let start = 0; start < photos; start += 1000) {
      const batch = Array.from({ length: Math.min(1000, photos - start) }, (_, i) => start + i).map((i) => ({
        i,
        contentHash: createHash('sha256').update(String(i)).digest('hex'),
        thumbnail: thumbnails[Math.floor(random() * thumbnails.length)] as Thumbnail,
      }))
      catalogue.database.transaction(() => {
        for (const { i, contentHash, thumbnail } of batch) {
          takenMs += (random() < 0.7 ? 0.02 : 2) * ((YEARS * 365 * DAY_MS) / photos)
          const takenAt = new Date(takenMs).toISOString().slice(0, 19)
          const photoId = recordPhoto(catalogue, {
            contentHash,
            bytes: 3_000_000 + i,
            format: 'jpeg',
            width: thumbnail.width * 16,
            height: thumbnail.height * 16,
            dhash: contentHash.slice(0, 32),
            metadata: {
              ...{ takenAt, camera: `Canon EOS ${i % 9}`, lens: null, gps: null, rating: null },
              ...{ keywords: [], title: null, description: null },
            },
            warning: null,
          })
          const path = `/photos/${takenAt.slice(0, 4)}/${takenAt.slice(5, 7)}/IMG_${i}.jpg`
          recordFile(catalogue, { path, bytes: 3_000_000 + i, mtimeMs: i }, folder, photoId)
        }
      })
      writeThumbnails(catalogue, batch)
    }
  } finally {
    closeCatalogue(catalogue)
  }
}

async function startServer(library: string): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVER, '--library', library], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (data: Buffer) => resolve(data.toString().split('\n')[0]?.trim() ?? ''))
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it said its address.`)))
  })
  return { server, url }
}

/** Runs in the page. When the first photo of the library was on the screen, ms after the navigation began. */
const FIRST_PHOTO = `new Promise((resolve) => {
  const look = () => {
    const picture = document.querySelector('[role=gridcell] img')
    if (picture?.complete && picture.naturalWidth > 0) requestAnimationFrame(() => resolve(performance.now()))
    else requestAnimationFrame(look)
  }
  look()
})`

const START_FRAMES = `(() => {
  const times = []
  let isGoing = true
  const tick = (now) => {
    times.push(now)
    if (isGoing) requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
  window.stopFrames = () => ((isGoing = false), times)
})()`

/** Share of the photos in view whose picture is there. */
const LOADED = `(() => {
  const tiles = [...document.querySelectorAll('[role=gridcell]')]
  const pictures = tiles.filter((tile) => tile.querySelector('img')?.naturalWidth > 0)
  return pictures.length / tiles.length
})()`

interface Frames {
  readonly pxPerSecond: number
  readonly frames: number
  readonly under20ms: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  /** Of the page's main thread a frame, by its own clock: what the load of the machine does not move. */
  readonly mainThreadCpuMsPerFrame: number
  /** Of the main thread for a second of scrolling, whatever frames it made of it: below 1,000 there is time for all. */
  readonly mainThreadCpuMsPerSecond: number
  readonly photosInViewLoaded: number
}

async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000
}

async function scrollAt(page: Page, session: CDPSession, pxPerSecond: number, seconds: number): Promise<Frames> {
  await page.evaluate(START_FRAMES)
  const busyBefore = await mainThreadMs(session)
  await session.send('Input.synthesizeScrollGesture', {
    x: 700,
    y: 500,
    yDistance: -pxPerSecond * seconds,
    speed: pxPerSecond,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  const times = await page.evaluate<readonly number[]>('window.stopFrames()')
  const busyMs = (await mainThreadMs(session)) - busyBefore
  await page.waitForTimeout(2000)
  const loaded = await page.evaluate<number>(LOADED)
  const frames = times.slice(1).map((time, i) => time - (times[i] ?? time))
  const round = (value: number) => Number(value.toFixed(1))
  return {
    pxPerSecond,
    frames: frames.length,
    under20ms: Number((frames.filter((frame) => frame < SMOOTH_MS).length / frames.length).toFixed(3)),
    p50Ms: round(percentile(frames, 50)),
    p95Ms: round(percentile(frames, 95)),
    p99Ms: round(percentile(frames, 99)),
    mainThreadCpuMsPerFrame: round(busyMs / frames.length),
    mainThreadCpuMsPerSecond: Math.round(busyMs / seconds),
    photosInViewLoaded: round(loaded),
  }
}

interface PageMemory {
  /** Anonymous memory of the page's process: what Chromium calls its memory footprint. */
  readonly footprintMB: number
  /** With the pictures that it has decoded and lets go of when memory is short. */
  readonly withDecodedPicturesMB: number
}

async function pageMemory(session: CDPSession): Promise<PageMemory> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const found = renderers.map(({ id }) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')
    const sum = (lines: RegExp) => [...rollup.matchAll(lines)].reduce((total, [, kB]) => total + Number(kB), 0)
    return {
      footprintMB: Math.round(sum(/^Anonymous:\s+(\d+) kB/gm) / 1000),
      withDecodedPicturesMB: Math.round(sum(/^Private_\w+:\s+(\d+) kB/gm) / 1000),
    }
  })
  // One process is the page's, others wait for a page.
  const largest = found.toSorted((a, b) => b.withDecodedPicturesMB - a.withDecodedPicturesMB)[0]
  if (largest === undefined) throw new Error('Chromium has no process for the page.')
  return largest
}

async function measure(url: string, executablePath: string): Promise<unknown> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  try {
    const system = await browser.newBrowserCDPSession()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(url)
    const firstVisitMs = await page.evaluate<number>(FIRST_PHOTO)
    await page.waitForTimeout(4000)
    const session = await context.newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.reload()
    const againMs = await page.evaluate<number>(FIRST_PHOTO)
    const againCpuMs = await mainThreadMs(session)
    // Stacks and the side bar come after the photos; scrolling begins when they are there.
    await page.waitForTimeout(4000)
    const scrolling: Frames[] = []
    for (const pxPerSecond of [800, 2000, 6000, 20_000]) scrolling.push(await scrollAt(page, session, pxPerSecond, 8))
    const afterScrolling = await pageMemory(system)
    const scrubber = page.getByRole('slider', { name: /date/i })
    await scrubber.focus()
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('PageDown')
      await page.keyboard.press('ArrowDown')
      await page.waitForTimeout(100)
      if (i % 15 === 14) await page.keyboard.press('Home')
    }
    const { metrics } = await session.send('Performance.getMetrics')
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
    const afterJumping = await pageMemory(system)
    await session.send('Memory.simulatePressureNotification', { level: 'critical' })
    await page.waitForTimeout(2000)
    const underPressure = await pageMemory(system)
    return {
      firstPhotoMs: {
        firstVisit: Math.round(firstVisitMs),
        again: Math.round(againMs),
        againMainThreadCpu: Math.round(againCpuMs),
      },
      scrolling,
      framesUnder20ms: Number(
        (
          scrolling.reduce((sum, { frames, under20ms }) => sum + frames * under20ms, 0) /
          scrolling.reduce((sum, { frames }) => sum + frames, 0)
        ).toFixed(3),
      ),
      memory: { afterScrolling, afterJumping, underPressure, scriptHeapMB: Math.round(heap / 1e6) },
    }
  } finally {
    await browser.close()
  }
}

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '100000' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    library: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'resight-bench-'))
let running: ChildProcess | null = null
try {
  const library = values.library ?? folder
  if (!existsSync(join(library, 'catalogue.sqlite'))) await makeLibrary(library, Number(values.photos))
  const { server, url } = await startServer(library)
  running = server
  // The engine opens the library first: what is measured is the page, as when Resight already runs.
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const results = { photos: Number(values.photos), ...((await measure(url, values.chromium)) as object) }
  console.log(JSON.stringify(results, null, 2))
  if (values.write) console.log(writeRun('scroll', results))
} finally {
  running?.kill()
  rmSync(folder, { recursive: true, force: true })
}
