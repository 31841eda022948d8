import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import type { ModelStatus, SearchAnswer } from '../../core/api.ts'
import { type HubServer, startHub } from '../../core/encoders/store/hub-server-for-tests.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const MODEL = 'tiny-clip'
const SOURCE = fileURLToPath(new URL('../fixtures/models/tiny-clip', import.meta.url))
/** Known without digests, so that a hub is first believed what it says of the files. */
const [LARGE, REPOSITORY] = ['clip-vit-l-14', 'Xenova/clip-vit-large-patch14']
const PHOTOS = 60
const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const XFEAT = join(DATA, '..', 'models', 'xfeat.onnx')

test('a model is got, verified, used, left again and removed', withBrowser, async (t) => {
  let session: Session
  let hub: HubServer
  /** Sends half of a file, and the rest once it is told to. */
  const goesOn = Promise.withResolvers<undefined>()
  const mirror = createServer((request, response) => {
    if (request.url?.endsWith('/xfeat.onnx') !== true || !existsSync(XFEAT)) return response.writeHead(404).end()
    const content = readFileSync(XFEAT)
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, content.length / 2))
    return void goesOn.promise.then(() => response.end(content.subarray(content.length / 2)))
  })
  const ends: (() => void)[] = []
  before(async () => {
    hub = await startHub({ after: (end) => void ends.push(end as () => void) }, SOURCE, REPOSITORY)
    mirror.listen(0, '127.0.0.1')
    await once(mirror, 'listening')
    const before = { ...process.env }
    // The engine is a child process, and inherits them.
    process.env['HF_ENDPOINT'] = hub.url
    process.env['RESIGHT_GITHUB_ENDPOINT'] = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`
    delete process.env['RESIGHT_MODELS']
    session = await openSession()
    process.env = before
    const photos = join(session.server.folder, 'photos')
    await writePhotos(photos, PHOTOS)
    await session.server.run({ kind: 'add', request: { folders: [photos] } })
    await session.page.getByRole('link', { name: 'Models' }).click()
  })
  after(async () => {
    await session.end()
    for (const end of ends) end()
    mirror.closeAllConnections()
    mirror.close()
  })
  const step = stepsOf(t)
  const card = (id: string): Locator =>
    session.page.getByRole('listitem').filter({ has: session.page.getByRole('heading', { name: id, exact: true }) })
  const more = async (id: string, action: string | RegExp): Promise<void> => {
    await session.page.getByRole('button', { name: `More for ${id}` }).click()
    await session.page.getByRole('menuitem', { name: action }).click()
  }
  const modelOf = async (): Promise<string> => {
    const query = { parts: [{ kind: 'words', words: 'a circle' }] }
    const { status, body } = await session.server.call('search', query)
    assert.equal(status, 200, JSON.stringify(body))
    return (body as SearchAnswer).space.split('@')[0] ?? ''
  }
  const statusOf = async (id: string): Promise<ModelStatus | undefined> =>
    ((await session.server.call('models')).body as readonly ModelStatus[]).find((model) => model.id === id)

  await step('a download is cancelled', async () => {
    hub.mischief = [{ path: 'vision_model.onnx', silent: true }]
    await session.page.getByRole('button', { name: new RegExp(`^Download .*: ${LARGE}$`) }).click()
    await card(LARGE).getByText('Downloading', { exact: true }).waitFor()
    await card(LARGE).getByRole('button', { name: 'Cancel' }).click()
    await card(LARGE)
      .getByRole('button', { name: /^Download/ })
      .waitFor()
    assert.equal((await statusOf(LARGE))?.installed, false)
  })

  await step('what a hub gives out as that model, and is another, is refused with the reason', async () => {
    hub.mischief = []
    await card(LARGE)
      .getByRole('button', { name: /^Download/ })
      .click()
    await card(LARGE).getByText(`gives vectors of 24 dimensions; ${LARGE} has 768.`).waitFor()
    // The notice of it would stay until it was closed, and lies over the list.
    await session.page
      .getByRole('alert')
      .filter({ hasText: '24 dimensions' })
      .getByRole('button', { name: 'Close' })
      .click()
    assert.equal((await statusOf(LARGE))?.installed, false)
    assert.ok(!existsSync(join(session.server.folder, 'library', 'models', LARGE)))
  })

  await step(
    'a model is downloaded, which is seen while it lasts, and verified',
    async () => {
      await card('xfeat')
        .getByRole('button', { name: /^Download/ })
        .click()
      await card('xfeat').getByText('Downloading', { exact: true }).waitFor()
      // The bar shows what has arrived, though nothing comes after it for a while.
      await session.page.waitForFunction(() =>
        [...document.querySelectorAll('[role=progressbar]')].some((bar) => {
          const percent = Number(bar.getAttribute('aria-valuenow'))
          return percent > 30 && percent < 60
        }),
      )
      goesOn.resolve(undefined)
      await card('xfeat').getByText('Installed', { exact: true }).waitFor()
      assert.equal((await statusOf('xfeat'))?.installed, true)
      await more('xfeat', 'Verify files')
      await card('xfeat').getByText('Every file is there and has the right digest.').waitFor()
    },
    existsSync(XFEAT) ? false : `${XFEAT} is not there`,
  )

  await step('a model is imported from a folder that is chosen, and verified', async () => {
    await session.page.getByRole('button', { name: 'Import from folder' }).click()
    const dialog = session.page.getByRole('dialog', { name: 'Import from folder' })
    await dialog.getByRole('button', { name: 'Home', exact: true }).waitFor()
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill(SOURCE)
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).press('Enter')
    await dialog.getByRole('button', { name: `Import “${MODEL}”` }).click()
    await card(MODEL).getByText('Installed', { exact: true }).waitFor()
    await more(MODEL, 'Verify files')
    await card(MODEL).getByText('Every file is there and has the right digest.').waitFor()
  })

  await step('using it shows its cost first; the old one answers until it is done', async () => {
    await session.page.getByRole('button', { name: `Use ${MODEL}` }).click()
    const dialog = session.page.getByRole('dialog', { name: `Use ${MODEL}?` })
    await dialog.getByText(`${PHOTOS} photos have to be encoded.`).waitFor()
    await dialog.getByText('Until it is done, resight-mini goes on answering your searches.').waitFor()
    assert.equal(await modelOf(), 'resight-mini', 'showing does nothing')
    await dialog.getByRole('button', { name: 'Start encoding' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await card(MODEL).getByText('In use', { exact: true }).waitFor()
    assert.equal(await modelOf(), MODEL)
    assert.equal((await statusOf(MODEL))?.encoded, PHOTOS)
  })

  await step('the way back is instant', async () => {
    await session.page.getByRole('button', { name: 'Use resight-mini' }).click()
    const dialog = session.page.getByRole('dialog', { name: 'Use resight-mini?' })
    await dialog.getByText('the switch is instant').waitFor()
    await dialog.getByRole('button', { name: 'Switch', exact: true }).click()
    await card('resight-mini').getByText('In use', { exact: true }).waitFor()
    assert.equal(await modelOf(), 'resight-mini')
  })

  await step('what it encoded is dropped, then the model', async () => {
    await more(MODEL, /^Drop what it encoded/)
    await card(MODEL).getByText('photos encoded').waitFor({ state: 'hidden' })
    await more(MODEL, 'Remove')
    const dialog = session.page.getByRole('dialog', { name: `Remove ${MODEL}?` })
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await card(MODEL).waitFor({ state: 'detached' })
    assert.ok(!existsSync(join(session.server.folder, 'library', 'models', MODEL)))
  })

  await step('what finds keypoints can’t be chosen to search with', async () => {
    assert.equal((await statusOf('xfeat'))?.kind, 'local-features')
    assert.equal(await session.page.getByRole('button', { name: 'Use xfeat' }).count(), 0)
    const { status, body } = await session.server.call('switchCost', 'xfeat')
    assert.equal(status, 422)
    assert.match(JSON.stringify(body), /xfeat is no image–text model: it finds keypoints/)
    const job = await session.server.run({ kind: 'use-model', model: 'xfeat' })
    assert.match(job.error?.message ?? '', /answers no searches/)
  })

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})
