import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import type { Facets } from '../../core/api/browse.ts'
import { openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

interface Shot {
  readonly model: string
  readonly taken: string
  readonly latitude: string
  readonly longitude: string
}

const BERN = { latitude: '46/1 57/1 0/1', longitude: '7/1 27/1 0/1' }
const OSLO = { latitude: '59/1 55/1 0/1', longitude: '10/1 45/1 0/1' }
const SHOTS: readonly Shot[] = [
  { model: 'Alpha 1', taken: '2019:05:02 10:00:00', ...BERN },
  { model: 'Alpha 1', taken: '2019:05:03 11:00:00', ...BERN },
  { model: 'Alpha 1', taken: '2021:08:20 12:00:00', ...OSLO },
  { model: 'Beta 2', taken: '2021:08:21 13:00:00', ...OSLO },
  { model: 'Beta 2', taken: '2021:09:30 14:00:00', ...OSLO },
]

test('cameras, places and dates of the side bar narrow the library down', withBrowser, async (t) => {
  let session: Session
  let facets: Facets
  before(async () => {
    session = await openSession()
    const folder = join(session.server.folder, 'photos')
    mkdirSync(folder)
    await Promise.all(SHOTS.map((shot, i) => writeShot(join(folder, `shot-${i}.jpg`), shot, i)))
    await session.server.run({ kind: 'add', request: { folders: [folder] } })
    facets = (await session.server.call('facets')).body as Facets
    await shows(SHOTS.length)
  })
  after(() => session.end())
  const step = stepsOf(t)
  const section = (title: string): Locator =>
    session.page.getByRole('navigation', { name: 'Narrow down' }).getByRole('region', { name: title })
  const line = (title: string, name: string): Locator =>
    section(title).getByRole('button', { name: new RegExp(`^${name}`) })
  async function shows(count: number): Promise<void> {
    await session.page.waitForFunction(
      (wanted) => document.querySelectorAll('[role=grid] [role=gridcell]').length === wanted,
      count,
    )
  }

  await step('a camera', async () => {
    await line('Cameras', 'Resight Alpha 1').click()
    await shows(3)
    await line('Cameras', 'Resight Beta 2').click()
    await shows(2)
    await line('Cameras', 'Resight Beta 2').click()
    await shows(SHOTS.length)
  })

  await step('a place, and with it a camera', async () => {
    const counts = facets.places.map(({ photos }) => photos).toSorted()
    assert.deepEqual(counts, [2, 3], 'two towns')
    const north = facets.places.find(({ latitude }) => latitude > 55)
    assert.ok(north !== undefined)
    await line('Places', north.name).click()
    await shows(3)
    await line('Cameras', 'Resight Alpha 1').click()
    await shows(1)
    await line('Cameras', 'Resight Alpha 1').click()
    await line('Places', north.name).click()
    await shows(SHOTS.length)
  })

  await step('a year, then a month of it', async () => {
    await line('Dates', '2021').click()
    await shows(3)
    await session.page.getByRole('button', { name: 'Show folders in “2021”' }).click()
    await line('Dates', 'September').click()
    await shows(1)
    await line('Dates', 'September').click()
    await shows(SHOTS.length)
  })

  await step('what is chosen goes along to a search', async () => {
    await line('Cameras', 'Resight Beta 2').click()
    await shows(2)
    await session.page.getByRole('textbox', { name: 'Words to look for' }).fill('a colour')
    await session.page.keyboard.press('Enter')
    await session.page.getByText('2 photos, best first').first().waitFor()
  })

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})

async function writeShot(path: string, { model, taken, latitude, longitude }: Shot, i: number): Promise<void> {
  // Stripes of their own, lest they be taken for one another.
  const pixels = Buffer.from(Array.from({ length: 64 * 48 }, (_, at) => ((at * (i + 2) * 37) ^ (at >> (i + 1))) % 256))
  await sharp(pixels, { raw: { width: 64, height: 48, channels: 1 } })
    .resize(320, 240)
    .withExif({
      IFD0: { Make: 'Resight', Model: model },
      IFD2: { DateTimeOriginal: taken },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: latitude, GPSLongitudeRef: 'E', GPSLongitude: longitude },
    })
    .jpeg()
    .toFile(path)
}
