import assert from 'node:assert/strict'
import { copyFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import type { LibraryStatus } from '../../core/api.ts'
import type { Album, Facets } from '../../core/api/browse.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { accessibilityProblems, openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

/** Tiles, while each stack is one. */
const PHOTOS = 9

test('the library: adding by keys, albums, filters, failures, comparing', withBrowser, async (t) => {
  let session: Session
  let photos = ''
  before(async () => {
    session = await openSession()
    photos = join(session.server.folder, 'photos')
    await writePhotos(join(photos, 'first'), PHOTOS - 1)
    await writePhotos(join(photos, 'first', 'inner'), 2)
    // One picture in two sizes: one stack.
    const patches = Buffer.from(Array.from({ length: 72 }, (_, i) => (i * 89) % 256))
    for (const [name, width] of [
      ['large', 480],
      ['small', 240],
    ] as const)
      await sharp(patches, { raw: { width: 9, height: 8, channels: 1 } })
        .resize(width, Math.round((width * 8) / 9), { fit: 'fill' })
        .toFile(join(photos, 'first', `${name}.jpg`))
    writeFileSync(join(photos, 'first', 'broken.jpg'), 'no picture at all')
  })
  after(() => session.end())
  const step = stepsOf(t)
  const button = (name: string | RegExp): Locator => session.page.getByRole('button', { name })
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await session.page.keyboard.press(key)
  }
  const cells = (): Locator => session.page.getByRole('grid').getByRole('gridcell')
  const shows = async (count: number): Promise<void> => {
    await session.page.waitForFunction(
      (wanted) => document.querySelectorAll('[role=grid] [role=gridcell]').length === wanted,
      count,
    )
  }
  const albums = async (): Promise<readonly Album[]> => ((await session.server.call('facets')).body as Facets).albums
  const albumLine = (name: string): Locator =>
    session.page.getByRole('navigation', { name: 'Narrow down' }).getByRole('button', { name: new RegExp(`^${name}`) })

  await step('a folder is added with the keyboard alone', async () => {
    await session.page.getByRole('heading', { name: 'Find any photo again' }).waitFor()
    // The first listing comes only once the field is about to be written in, as on a busy machine.
    const isTimely = Promise.withResolvers<undefined>()
    await session.page.route('**/api/calls/browseFolders', async (route) => {
      await isTimely.promise
      await route.continue()
    })
    await button('Choose a folder').focus()
    await press('Enter')
    const dialog = session.page.getByRole('dialog', { name: 'Add a folder' })
    const path = dialog.getByRole('textbox', { name: 'Path of the folder' })
    await path.and(session.page.locator(':focus')).waitFor()
    await press('Control+a')
    isTimely.resolve(undefined)
    await session.page.waitForFunction(() => document.querySelector<HTMLInputElement>(':focus')?.value !== '')
    await session.page.keyboard.type(photos)
    await press('Enter')
    const folders = dialog.getByRole('list', { name: 'Folders in photos' })
    await folders.getByRole('button', { name: 'first' }).waitFor()
    while ((await folders.locator(':focus').count()) === 0) await press('Tab')
    // A letter goes to the folder that begins with it.
    await press('f', 'Enter')
    const add = dialog.getByRole('button', { name: 'Add “first”' })
    await add.waitFor()
    while ((await add.and(session.page.locator(':focus')).count()) === 0) await press('Tab')
    await press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    // The two below are copies of the first two.
    await shows(PHOTOS)
  })

  await step('what could not be read is listed with its reason, and tried again', async () => {
    const open = async (): Promise<Locator> => {
      await button(/^Activity/).click()
      await session.page
        .getByRole('dialog', { name: 'Activity' })
        .getByText('1 file could not be read')
        .first()
        .waitFor()
      await button('Show').last().click()
      return session.page.getByRole('dialog', { name: 'Files that could not be read' })
    }
    const dialog = await open()
    await dialog.getByText(join(photos, 'first', 'broken.jpg')).waitFor()
    assert.deepEqual(await accessibilityProblems(session.page), [])
    copyFileSync(join(photos, 'first', 'photo-003.jpg'), join(photos, 'first', 'broken.jpg'))
    await dialog.getByRole('button', { name: 'Try all again' }).click()
    await dialog.waitFor({ state: 'hidden' })
    for (let failed = 1; failed > 0; await session.page.waitForTimeout(100))
      failed = ((await session.server.call('status')).body as LibraryStatus).failed
  })

  await step('what looks the same lies on one stack, which is spread out and put together', async () => {
    const stacked = session.page.getByRole('gridcell', { name: /2 similar photos; press e/ })
    await stacked.focus()
    await press('e')
    await shows(PHOTOS + 1)
    await press('e')
    await shows(PHOTOS)
    await button('Group similar photos').click()
    await shows(PHOTOS + 1)
    await button('Group similar photos').click()
    await shows(PHOTOS)
  })

  await step('a folder of the side bar narrows the library down, and again lets all through', async () => {
    await button('Show folders in “first”').click()
    await albumLine('inner').click()
    await shows(2)
    await albumLine('inner').click()
    await shows(PHOTOS)
  })

  await step('several are selected and make an album', async () => {
    await cells().first().focus()
    const bar = session.page.getByRole('toolbar', { name: 'Selection' })
    for (const [i, key] of [' ', 'Shift+ArrowRight', 'Shift+ArrowRight'].entries()) {
      await press(key)
      await bar.getByText(`${i + 1} selected`).waitFor()
    }
    await bar.getByRole('button', { name: 'Add to album' }).click()
    await session.page.getByRole('menuitem', { name: 'New album' }).click()
    await session.page.getByRole('textbox', { name: 'Name of the album' }).fill('Circles')
    await press('Enter')
    await albumLine('Circles').click()
    await shows(3)
    assert.deepEqual(
      (await albums()).map(({ name, photos: count }) => [name, count]),
      [['Circles', 3]],
    )
  })

  await step('one is taken out of it and put back', async () => {
    await cells().first().focus()
    await press(' ')
    await button('Remove from album').click()
    await shows(2)
    await albumLine('Circles').click()
    await shows(PHOTOS)
    await cells().first().focus()
    await press(' ')
    await button('Add to album').click()
    await session.page.getByRole('menuitem', { name: 'Circles' }).click()
    await session.page.getByRole('toolbar', { name: 'Selection' }).waitFor({ state: 'detached' })
    assert.equal((await albums())[0]?.photos, 3)
  })

  await step('it is renamed, then deleted; its photos stay', async () => {
    await button('Actions for “Circles”').click()
    await session.page.getByRole('menuitem', { name: 'Rename' }).click()
    await session.page.getByRole('textbox', { name: 'Name of the album' }).fill('Rounds')
    await press('Enter')
    await albumLine('Rounds').click()
    await shows(3)
    await button('Actions for “Rounds”').click()
    await session.page.getByRole('menuitem', { name: 'Delete' }).click()
    await session.page.getByRole('dialog', { name: 'Delete “Rounds”?' }).getByRole('button', { name: 'Delete' }).click()
    await shows(PHOTOS)
    assert.deepEqual(await albums(), [])
  })

  await step('two results to four are compared, five are not', async () => {
    const words = session.page.getByRole('textbox', { name: 'Words to look for' })
    await words.fill('a circle')
    await words.press('Enter')
    const results = session.page.getByRole('list', { name: 'Results, best first' }).locator('[data-rank]')
    await results.nth(4).waitFor()
    await results.first().focus()
    await press(' ', 'ArrowRight', ' ')
    const bar = session.page.getByRole('toolbar', { name: 'Actions on the selection' })
    for (const count of [2, 3, 4]) {
      await bar.getByText(`${count} selected`).waitFor()
      await bar.getByRole('button', { name: 'Compare' }).click()
      const dialog = session.page.getByRole('dialog', { name: 'Compare photos' })
      await dialog
        .locator('img')
        .nth(count - 1)
        .waitFor()
      assert.equal(await dialog.locator('img').count(), count)
      if (count === 4) assert.deepEqual(await accessibilityProblems(session.page), [])
      await press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await results.nth(count - 1).focus()
      await press('ArrowRight', ' ')
    }
    await bar.getByText('5 selected').waitFor()
    assert.ok(await bar.getByRole('button', { name: 'Compare' }).isDisabled())
  })

  await step('the keyboard stays at its photo while others come before it', async () => {
    await session.page.getByRole('link', { name: 'Library' }).click()
    await shows(PHOTOS)
    const focused = () =>
      session.page.evaluate(() => {
        const { photo, index } = (document.activeElement as HTMLElement | null)?.dataset ?? {}
        return { photo, index: Number(index) }
      })
    await cells().nth(5).focus()
    const before = await focused()
    assert.equal(before.index, 5)
    // As wide as a row: every other photo moves to another one.
    for (const [at, name] of ['dusk.jpg', 'dawn.jpg'].entries()) {
      const path = join(photos, 'first', name)
      await sharp({
        create: { width: 1200, height: 400, channels: 3, background: { r: 250, g: 120 * at, b: 0 } },
      }).toFile(path)
      utimesSync(path, 4e9, 4e9)
    }
    const job = await session.server.run({ kind: 'rescan' })
    assert.equal(job.state, 'done')
    await session.page.waitForFunction((wanted) => document.querySelectorAll('[role=gridcell]').length > wanted, PHOTOS)
    const after = await focused()
    assert.equal(after.photo, before.photo)
    assert.ok(after.index > before.index, `${after.index}`)
    await press('ArrowRight')
    assert.equal((await focused()).index, after.index + 1)
  })

  await step('a path that was typed is added, opened or not', async () => {
    const more = join(session.server.folder, 'more')
    await writePhotos(more, 1)
    await button('Add folder').click()
    const dialog = session.page.getByRole('dialog', { name: 'Add a folder' })
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill(more)
    await dialog.getByRole('button', { name: 'Add “more”' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { folders } = (await session.server.call('status')).body as LibraryStatus
    assert.ok(folders.some(({ path }) => path === more))
  })

  await step('a machine that has lost its network shows what was not asked for before', async () => {
    await session.page.evaluate(() => dispatchEvent(new Event('offline')))
    await session.page.getByRole('link', { name: 'Settings' }).click()
    await session.page.getByRole('radio', { name: /^Processor/ }).waitFor()
    await session.page.evaluate(() => dispatchEvent(new Event('online')))
  })

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})
