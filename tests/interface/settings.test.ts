import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { LibraryStatus } from '../../core/api.ts'
import { startTestServer, type TestServer } from '../../app/server/server-for-tests.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { accessibilityProblems, openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const PHOTOS = 6

test('everything that the settings set', withBrowser, async (t) => {
  let session: Session
  let photos = ''
  before(async () => {
    session = await openSession()
    photos = join(session.server.folder, 'photos')
    for (const folder of ['kept', 'left']) {
      await writePhotos(join(photos, folder), folder === 'kept' ? PHOTOS : 2)
      await session.server.run({ kind: 'add', request: { folders: [join(photos, folder)] } })
    }
    await session.page.getByRole('link', { name: 'Settings' }).click()
  })
  after(() => session.end())
  const step = stepsOf(t)
  const button = (name: string | RegExp) => session.page.getByRole('button', { name })
  const attribute = (name: string): Promise<string | null> => session.page.locator('html').getAttribute(name)

  await step('a folder is removed, its files are not', async () => {
    await button(`Remove ${join(photos, 'left')}`).click()
    const dialog = session.page.getByRole('dialog', { name: 'Remove this folder from the library?' })
    await dialog.getByText(join(photos, 'left')).waitFor()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await button(`Remove ${join(photos, 'left')}`).waitFor({ state: 'detached' })
    const { folders } = (await session.server.call('status')).body as LibraryStatus
    assert.deepEqual(
      folders.map(({ path }) => path),
      [join(photos, 'kept')],
    )
    assert.equal(readdirSync(join(photos, 'left')).length, 2)
  })

  await step('devices are measured', async () => {
    await button('Measure speed').click()
    const processor = session.page.getByRole('radio', { name: 'Processor (CPU)' })
    await session.page
      .getByText(/photos a second/)
      .first()
      .waitFor()
    await processor.click()
    await session.page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[value=cpu]')?.checked)
    assert.deepEqual((await session.server.call('settings')).body, { device: 'cpu' })
  })

  await step('dark and light', async () => {
    for (const name of ['Dark', 'Light']) {
      await session.page.getByText(name, { exact: true }).click()
      await session.page.waitForFunction(
        (scheme) => document.documentElement.dataset['mantineColorScheme'] === scheme,
        name.toLowerCase(),
      )
    }
  })

  await step('German and back, across a reload', async () => {
    await session.page.getByRole('combobox', { name: 'Language' }).click()
    await session.page.getByRole('option', { name: 'Deutsch' }).click()
    await session.page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
    await session.page.reload()
    await session.page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
    assert.equal(await attribute('lang'), 'de')
    assert.equal(await attribute('data-mantine-color-scheme'), 'light', 'the theme is kept as well')
    assert.deepEqual(await accessibilityProblems(session.page), [])
    await session.page.getByRole('combobox', { name: 'Sprache' }).click()
    await session.page.getByRole('option', { name: 'English' }).click()
    await session.page.getByRole('heading', { name: 'Settings' }).waitFor()
    assert.equal(await attribute('lang'), 'en')
  })

  await step('the licences are there to read', async () => {
    await button('Licences of what it is made from').click()
    const dialog = session.page.getByRole('dialog', { name: 'Licences of what Resight is made from' })
    await dialog
      .getByText(/react-dom/)
      .first()
      .waitFor()
    assert.deepEqual(await accessibilityProblems(session.page), [])
    await session.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const answer = await session.server.fetch('/api/licences')
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
  })

  await step('everything is deleted, but only when it was typed, and never a photo', async () => {
    await button('Delete everything').click()
    const dialog = session.page.getByRole('dialog', { name: 'Delete everything Resight has stored?' })
    const confirm = dialog.getByRole('button', { name: 'Delete everything' })
    const typed = dialog.getByRole('textbox')
    await typed.fill('delet')
    await typed.press('Enter')
    assert.ok(await confirm.isDisabled())
    await typed.fill('delete')
    await confirm.click()
    await session.page.getByRole('heading', { name: 'Find any photo again' }).waitFor()
    const { photos: count, folders } = (await session.server.call('status')).body as LibraryStatus
    assert.deepEqual({ count, folders }, { count: 0, folders: [] })
    const library = join(session.server.folder, 'library')
    const left = readdirSync(library, { recursive: true, encoding: 'utf8' })
    assert.deepEqual(
      left.filter((path) => /\.(webp|jpg|onnx)$/.test(path) || path.startsWith('models')),
      [],
    )
    assert.equal(readdirSync(join(photos, 'kept')).length, PHOTOS)
  })

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})

test(
  'a tab whose server is gone says so; one that a new server lets in no more says what to open',
  withBrowser,
  async () => {
    const session = await openSession()
    let next: TestServer | null = null
    try {
      await session.page.getByRole('heading', { name: 'Find any photo again' }).waitFor()
      const { port } = new URL(session.server.base)
      await session.server.close()
      const alert = session.page.getByRole('alert')
      await alert.getByText('No connection to Resight').waitFor()
      await alert.getByText(/open the address that it printed/).waitFor()
      next = await startTestServer(['--port', port])
      await alert.getByText('This page is no longer signed in').waitFor()
      await alert.getByText(/Open the address that it printed; this page can be closed/).waitFor()
      await session.page.goto(next.url)
      await session.page.getByRole('heading', { name: 'Find any photo again' }).waitFor()
      assert.equal(await alert.count(), 0)
      assert.deepEqual(session.errors, [])
    } finally {
      await next?.end()
      await session.end()
    }
    assert.ok(!existsSync(session.server.folder))
  },
)
