/**
 * What browsing costs at size: a synthetic library of dated, placed photos, some in bursts and with copies, in folders
 * by year and month; each call of LibraryBrowser, the first time and again.
 *
 *   node bench/browse.ts [--photos 100000] [--write]
 *
 * Processor times beside wall times: on a busy machine the former are the ones to compare. The file is in the page cache.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { libraryBrowser } from '../core/engine/library-browser.ts'
import { type Catalogue, closeCatalogue, openCatalogue } from '../core/library/catalogue/catalogue.ts'
import { recordFile } from '../core/library/catalogue/files.ts'
import { rememberFolder } from '../core/library/catalogue/folders.ts'
import { recordPhoto } from '../core/library/catalogue/photos.ts'
import { percentile, seededRandom, writeRun } from './report.ts'

const DAY_MS = 86_400_000
const YEARS = 18
const REPEATS = 5

/** Three in ten follow the one before within a second, one in ten looks just like it, seven in ten have a position. */
function fill(catalogue: Catalogue, photos: number): void {
  const random = seededRandom(1)
  const folder = rememberFolder(catalogue, '/photos').id
  let takenMs = Date.UTC(2008, 0, 1)
  let [latitude, longitude, dhash] = [47, 8, '']
  for (let start = 0; start < photos; start += 64) {
    catalogue.database.transaction(() => {
      for (let i = start; i < Math.min(photos, start + 64); i++) {
        takenMs += random() < 0.3 ? 1000 : (random() * 2 * YEARS * 365 * DAY_MS) / photos
        if (random() < 0.01) {
          latitude = (Math.asin(random() * 1.6 - 0.7) * 180) / Math.PI
          longitude = random() * 359 - 179.5
        }
        const contentHash = createHash('sha256').update(String(i)).digest('hex')
        if (dhash === '' || random() > 0.1) dhash = contentHash.slice(0, 32)
        const at = new Date(takenMs).toISOString().slice(0, 19)
        const near = (degrees: number): number => degrees + (random() - 0.5) * 0.2
        const photoId = recordPhoto(catalogue, {
          contentHash,
          bytes: 3_000_000 + i,
          format: 'jpeg',
          width: 4000 + (i % 7),
          height: 3000,
          dhash,
          metadata: {
            takenAt: random() < 0.05 ? null : `${at}+02:00`,
            camera: `Canon EOS ${i % 9}`,
            lens: 'EF 50mm',
            gps: random() < 0.7 ? { latitude: near(latitude), longitude: near(longitude) } : null,
            rating: null,
            keywords: ['synthetic', 'photo'],
            title: null,
            description: null,
          },
          warning: null,
        })
        const path = `/photos/${at.slice(0, 4)}/${at.slice(5, 7)}/IMG_${i}.jpg`
        recordFile(catalogue, { path, bytes: 3_000_000 + i, mtimeMs: i }, folder, photoId)
      }
    })
  }
}

/** @param before makes what is kept stale; none: only the first call works it out */
async function cost(call: () => Promise<unknown>, before?: () => void): Promise<unknown> {
  const walls: number[] = []
  const cpus: number[] = []
  for (let i = 0; i <= REPEATS; i++) {
    before?.()
    const cpu = process.cpuUsage()
    const start = performance.now()
    await call()
    walls.push(performance.now() - start)
    const { user, system } = process.cpuUsage(cpu)
    cpus.push((user + system) / 1000)
  }
  const round = (value = NaN): number => Number(value.toFixed(1))
  return {
    firstWallMs: round(walls[0]),
    firstCpuMs: round(cpus[0]),
    againWallMs: round(percentile(walls.slice(1), 50)),
    againCpuMs: round(percentile(cpus.slice(1), 50)),
  }
}

async function measure(folder: string, photos: number): Promise<unknown> {
  const catalogue = openCatalogue(folder)
  try {
    fill(catalogue, photos)
    const browser = libraryBrowser(catalogue)
    const { photoIds } = await browser.timeline()
    const { albumId } = await browser.createAlbum('All')
    const change = (): void => catalogue.database.exec('UPDATE photos SET rating = 1 WHERE id = 1')
    return {
      photos,
      timeline: await cost(() => browser.timeline()),
      timelineOfAYear: await cost(() => browser.timeline({ from: '2015', to: '2015' })),
      timelineOfAFolder: await cost(() => browser.timeline({ folder: '/photos/2012' })),
      timelineOfABox: await cost(() => browser.timeline({ bounds: { south: -40, west: 100, north: 50, east: -100 } })),
      geotagged: await cost(() => browser.geotagged()),
      facetsAfterAChange: await cost(() => browser.facets(), change),
      facets: await cost(() => browser.facets()),
      stacksAfterAChange: await cost(() => browser.stacks(), change),
      stacks: await cost(() => browser.stacks()),
      neighbours: await cost(() => browser.neighbours(photoIds[photos >> 1] ?? 1, 20)),
      addAllToAnAlbum: await cost(() => browser.addToAlbum(albumId, photoIds)),
      timelineOfAnAlbum: await cost(() => browser.timeline({ album: albumId })),
    }
  } finally {
    closeCatalogue(catalogue)
  }
}

const { values } = parseArgs({
  options: { photos: { type: 'string', default: '100000' }, write: { type: 'boolean', default: false } },
})
const folder = mkdtempSync(join(tmpdir(), 'resight-bench-'))
try {
  const results = await measure(folder, Number(values.photos))
  console.log(JSON.stringify(results, null, 2))
  if (values.write) console.log(writeRun('browse', results))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
