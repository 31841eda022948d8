import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { LibraryStatus } from '../../core/api.ts'
import { openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const SAMPLES = 9

/** One person's first quarter of an hour, in order: each step stands on the ones before. */
test('a newcomer adds photos and finds them by words, by example and by both', withBrowser, async (t) => {
  let session: Session
  let page: Page
  before(async () => {
    session = await openSession()
    page = session.page
  })
  after(() => session.end())

  const results = () => page.getByRole('list', { name: 'Results, best first' }).locator('[data-rank]')
  const words = () => page.getByRole('textbox', { name: 'Words to look for' })
  const ask = async (text: string): Promise<void> => {
    await words().fill(text)
    await words().press('Enter')
  }
  const namesNow = async (): Promise<readonly string[]> =>
    results().evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''))
  /** The order of the results, once it has been the same for a while. */
  const namesOf = async (): Promise<readonly string[]> => {
    let last = await namesNow()
    for (let same = 0; same < 3;) {
      await page.waitForTimeout(200)
      const now = await namesNow()
      same = now.join() === last.join() ? same + 1 : 0
      last = now
    }
    return last
  }
  /** The order of the results, once it is not what it was. */
  const changedFrom = async (old: readonly string[]): Promise<readonly string[]> => {
    for (let tries = 0; tries < 300; tries++) {
      const now = await namesNow()
      if (now.length > 0 && now.join() !== old.join()) return namesOf()
      await page.waitForTimeout(50)
    }
    throw new Error(`The results stayed ${old.join('; ')}`)
  }

  const step = stepsOf(t)

  await step('the first screen offers a folder or the samples, and the samples appear', async () => {
    await page.getByRole('heading', { name: 'Find any photo again' }).waitFor()
    await page.getByRole('button', { name: 'Try the sample photos' }).click()
    await page.getByRole('button', { name: /^Activity/ }).waitFor()
    const cells = page.getByRole('grid').getByRole('gridcell')
    await cells.nth(SAMPLES - 1).waitFor()
    assert.equal(await cells.count(), SAMPLES)
    // Pictures, not only boxes.
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')].every((image) => image.naturalWidth > 0),
    )
  })

  await step('a folder is chosen by its path', async () => {
    await page.getByRole('button', { name: 'Add folder' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Add a folder' })
    await dialog
      .getByRole('textbox', { name: 'Path of the folder' })
      .fill(join(session.server.folder, 'library', 'samples'))
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).press('Enter')
    await dialog.getByRole('button', { name: 'Add “samples”' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  await step('words', async () => {
    await ask('boats on water')
    await results().first().waitFor()
    assert.equal(await results().count(), SAMPLES)
    await page.getByText('9 photos, best first').first().waitFor()
  })

  await step('what is to be avoided, and taking it back', async () => {
    const before = await namesOf()
    await ask('-boats on water')
    const without = await changedFrom(before)
    await page.getByText('not', { exact: true }).first().waitFor()
    await words().press('Backspace')
    await page.keyboard.press('Delete')
    assert.notDeepEqual(await changedFrom(without), without)
  })

  await step('a photo that is dropped, with words, and the balance between them', async () => {
    const bytes = readFileSync(join(session.server.folder, 'library', 'samples', 'nagasaki-boats.jpg')).toString(
      'base64',
    )
    const transfer = await page.evaluateHandle((base64) => {
      const data = new DataTransfer()
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      data.items.add(new File([content], 'boats.jpg', { type: 'image/jpeg' }))
      return data
    }, bytes)
    const alone = await namesOf()
    for (const type of ['dragover', 'drop']) await words().dispatchEvent(type, { dataTransfer: transfer })
    const both = await changedFrom(alone)
    const slider = page.getByRole('slider', { name: 'Balance between photos and words' })
    await slider.focus()
    await page.keyboard.press('Home')
    const photoOnly = await changedFrom(both)
    assert.match(photoOnly[0] ?? '', /nagasaki-boats/)
    await page.keyboard.press('End')
    await changedFrom(photoOnly)
  })

  await step('a region of that photo', async () => {
    await page.locator('[data-chip]').last().press('r')
    const dialog = page.getByRole('dialog', { name: 'Draw the region to search' })
    await dialog.waitFor()
    for (const key of ['Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowUp', 'ArrowRight'])
      await page.keyboard.press(key)
    await dialog.getByRole('button', { name: 'Search this region' }).click()
    await page.getByText('region', { exact: true }).first().waitFor()
    await results().first().waitFor()
  })

  await step('more like this and less like this', async () => {
    const before = await namesOf()
    await results().nth(1).focus()
    await page.keyboard.press('l')
    const after = await changedFrom(before)
    assert.equal(after.length, SAMPLES - 1, 'what was marked as unlike is gone')
    await page.getByRole('button', { name: 'Clear marks' }).click()
    await changedFrom(after)
  })

  await step('the query is in the address: it survives a reload', async () => {
    assert.match(page.url(), /#\/search\?q=/)
    // The address follows a query that has settled.
    await page.waitForTimeout(1000)
    const before = await namesOf()
    await page.reload()
    await results().first().waitFor()
    assert.deepEqual(await namesOf(), before)
  })

  await step('a filter', async () => {
    await page.getByRole('button', { name: 'Filters' }).click()
    await page
      .getByRole('dialog')
      .or(page.getByRole('region', { name: 'Filters' }))
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await page.goto(`${session.server.base}/#/search?q=${encodeURIComponent('boats from:2050')}`)
    await page.getByText('No photo passes the filters.').or(page.getByText('No photo to show')).first().waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await results().first().waitFor()
  })

  await step('a photo, its neighbours, and back to where one was', async () => {
    await results().first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Back (Esc)' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
    await results().first().waitFor()
  })

  await step('an engine that is killed comes back, says so, and has lost nothing', async () => {
    const before = (await session.server.call('status')).body as LibraryStatus
    process.kill(session.server.host.enginePid ?? 0, 'SIGKILL')
    await page.getByRole('alert').first().waitFor()
    await page.getByRole('alert').first().waitFor({ state: 'hidden' })
    const after = (await session.server.call('status')).body as LibraryStatus
    assert.equal(after.photos, before.photos)
    const names = await namesOf()
    await ask('flowers')
    await changedFrom(names)
  })

  await step(
    'pausing and resuming',
    async () => {
      await session.server.call('startJob', {
        kind: 'add',
        request: { folders: [join(DATA, 'captions', 'flickr8k-dev')] },
      })
      await page.getByRole('button', { name: /^Activity/ }).click()
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('button', { name: 'Resume' }).waitFor()
      const count = async (): Promise<number> => ((await session.server.call('status')).body as LibraryStatus).photos
      // Photos in hand are finished; then nothing more is read.
      let paused = -1
      for (let now = await count(); now !== paused; now = await count()) {
        paused = now
        await page.waitForTimeout(2000)
      }
      await page.waitForTimeout(2000)
      assert.equal(await count(), paused, 'nothing is read while paused')
      assert.ok(paused < 500, 'it was paused, not done')
      await page.getByRole('button', { name: 'Resume' }).click()
      while ((await count()) === paused) await page.waitForTimeout(100)
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('Cancelled').first().waitFor()
    },
    missing(DATA),
  )

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})

function missing(folder: string): string | false {
  try {
    readFileSync(join(folder, 'README.md'))
    return false
  } catch {
    return `${folder} is not there`
  }
}
