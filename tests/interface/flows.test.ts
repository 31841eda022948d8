import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import { PROJECT_EXPORTS, type ProjectState, type ProjectSummary } from '../../core/api/photo-id.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { accessibilityProblems, openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const MODELS = process.env['RESIGHT_MODELS'] ?? join(DATA, '..', 'models')
const hasDetector = existsSync(join(MODELS, 'yolox_nano.onnx'))

/** Two mornings an hour and five kilometres apart, and one photo the day after. */
const TAKEN = [
  ['2025:05:01 07:00:00', 33.07],
  ['2025:05:01 07:10:00', 33.07],
  ['2025:05:01 07:15:00', 33.12],
  ['2025:05:01 09:00:00', 33.12],
  ['2025:05:02 07:00:00', 33.07],
] as const

async function writeTakenPhotos(folder: string): Promise<void> {
  const plain = join(folder, '..', 'plain')
  const paths = await writePhotos(plain, TAKEN.length)
  await mkdir(folder, { recursive: true })
  for (const [i, path] of paths.entries()) {
    const [time, latitude] = TAKEN[i]!
    const minutes = (latitude - 33) * 60
    await sharp(path)
      .withExif({
        IFD2: { DateTimeOriginal: time },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: `33/1 ${Math.round(minutes * 1000)}/1000 0/1`,
          GPSLongitudeRef: 'E',
          GPSLongitude: '35/1 36/1 0/1',
        },
      })
      .toFile(join(folder, `taken-${i}.jpg`))
  }
  await rm(plain, { recursive: true })
  await writeFile(join(folder, 'broken.jpg'), 'no photo at all')
  await writeFile(join(folder, 'notes.txt'), 'two adults')
}

test('photo-ID: a folder, two reviewers, every export, a damaged project', withBrowser, async (t) => {
  let session: Session
  let second: Session
  const models = process.env['RESIGHT_MODELS']
  before(async () => {
    delete process.env['RESIGHT_MODELS']
    session = await openSession()
    if (hasDetector) process.env['RESIGHT_MODELS'] = MODELS
    second = await openSession()
    await writeTakenPhotos(join(session.server.folder, 'photos'))
    await mkdir(join(session.server.folder, 'empty'))
  })
  after(async () => {
    await session.end()
    await second.end()
    if (models === undefined) delete process.env['RESIGHT_MODELS']
    else process.env['RESIGHT_MODELS'] = models
  })
  const step = stepsOf(t)
  const button = (name: string | RegExp, { page }: Session = session): Locator => page.getByRole('button', { name })
  const stateOf = async ({ server }: Session): Promise<ProjectState> => {
    const [first] = (await server.call('projects')).body as readonly ProjectSummary[]
    assert.ok(first)
    return (await server.call('projectState', first.projectId)).body as ProjectState
  }
  const addFolder = async (folder: string): Promise<void> => {
    await button('Add folder').first().click()
    await button('Choose a folder').click()
    const chooser = session.page.getByRole('dialog', { name: 'Choose a folder' })
    await chooser.getByRole('textbox').fill(folder)
    await session.page.keyboard.press('Enter')
    await chooser.getByRole('button', { name: /^Take / }).waitFor()
  }
  const takeAndAdd = async (name: string): Promise<void> => {
    await button(`Take “${name}”`).click()
    await session.page
      .getByRole('dialog', { name: 'Add folder' })
      .getByRole('button', { name: 'Add', exact: true })
      .click()
  }
  const openProject = async (opening: Session, zip: Buffer): Promise<void> => {
    const [chooser] = await Promise.all([
      opening.page.waitForEvent('filechooser'),
      button('Open project file', opening).click(),
    ])
    await chooser.setFiles({ name: 'Grüne Bucht.zip', mimeType: 'application/zip', buffer: zip })
  }

  await step('a folder that is not there is said to be so; one without photos adds nothing, and says so', async () => {
    await session.page.getByRole('link', { name: 'Photo-ID' }).click()
    await button('New project').click()
    await session.page.getByRole('textbox', { name: 'Species' }).fill('Testudo testata')
    await button('Create').click()
    await button('Add folder').first().click()
    await button('Choose a folder').click()
    const chooser = session.page.getByRole('dialog', { name: 'Choose a folder' })
    await chooser.getByRole('textbox').fill(join(session.server.folder, 'nowhere'))
    await session.page.keyboard.press('Enter')
    await chooser.getByText(/nowhere/).waitFor()
    await chooser.getByRole('textbox').fill(join(session.server.folder, 'empty'))
    await session.page.keyboard.press('Enter')
    await takeAndAdd('empty')
    await session.page.getByText('The folder holds no photo that can be read').waitFor()
    assert.equal((await stateOf(session)).photos.length, 0)
  })

  await step('a folder comes in as encounters by time and place, and what is broken is left out', async () => {
    await addFolder(join(session.server.folder, 'photos'))
    await takeAndAdd('photos')
    await session.page.getByText('4 encounters · 5 photos', { exact: true }).waitFor()
    const { encounters, photos } = await stateOf(session)
    assert.deepEqual(
      encounters.map(({ encounterId }) => photos.filter((photo) => photo.encounterId === encounterId).length),
      [1, 1, 1, 2],
    )
    assert.ok(Math.abs((encounters.at(-1)?.position?.latitude ?? 0) - 33.07) < 0.001)
  })

  await step('without the detector its download is offered', async () => {
    await button('Find the animals').click()
    const dialog = session.page.getByRole('dialog', { name: 'One download first' })
    await dialog.getByRole('button', { name: /^Download / }).waitFor()
    assert.deepEqual(await accessibilityProblems(session.page), [])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  let zip: Buffer
  await step('a project with its photos is packed, and opened in a library that has none of them', async () => {
    await session.page.getByRole('tab', { name: 'Export' }).click()
    await session.page.getByRole('checkbox', { name: /photos/i }).check()
    const [download] = await Promise.all([
      session.page.waitForEvent('download'),
      button(/^Save .*(ZIP|project)/i)
        .last()
        .click(),
    ])
    zip = await readFile(await download.path())
    await second.page.getByRole('link', { name: 'Photo-ID' }).click()
    await openProject(second, Buffer.from('no ZIP'))
    await second.page.getByText(/Grüne Bucht\.zip cannot be read/).waitFor()
    await openProject(second, zip)
    await second.page.getByRole('heading', { name: /Testudo testata/ }).waitFor()
    const { photos } = await stateOf(second)
    assert.ok(photos.length === TAKEN.length && photos.every(({ online }) => online))
  })

  await step('what two reviewers settled differently is a card, and a click settles it', async () => {
    const { project, annotations } = await stateOf(session)
    const [annotation] = annotations
    const decide = async ({ server }: Session, by: string, verdict: string, name = '') =>
      server.call(
        'decide',
        project.projectId,
        { annotationId: annotation?.annotationId, verdict, individualId: null, name, against: null, rank: null },
        by,
      )
    assert.equal((await decide(session, 'ana', 'new-individual', 'Ada')).status, 200)
    assert.equal((await decide(second, 'ben', 'poor-photo')).status, 200)
    await second.page.getByRole('tab', { name: 'Export' }).click()
    const [download] = await Promise.all([
      second.page.waitForEvent('download'),
      button(/^Save .*(ZIP|project)/i, second)
        .last()
        .click(),
    ])
    await session.page.getByRole('link', { name: 'All projects' }).click()
    await openProject(session, await readFile(await download.path()))
    await session.page.getByText('1 new entry in the log').waitFor()
    await session.page.getByRole('tab', { name: 'Conflicts' }).click()
    await session.page.getByRole('heading', { name: 'Disagreements' }).waitFor()
    assert.deepEqual(await accessibilityProblems(session.page), [])
    await button(/Ada/).first().click()
    await session.page.getByRole('textbox', { name: 'Your name' }).fill('ana')
    await button('Use this name').click()
    await session.page.getByRole('heading', { name: 'No conflicts' }).waitFor()
    const settled = (await stateOf(session)).annotations.find(
      ({ annotationId }) => annotationId === annotation?.annotationId,
    )
    assert.equal(settled?.state.kind, 'identified')
  })

  await step('every export arrives; tables are what the engine writes', async () => {
    await session.page.getByRole('tab', { name: 'Export' }).click()
    const { project } = await stateOf(session)
    const saves = session.page.getByRole('tabpanel').getByRole('button', { name: /^Save / })
    assert.equal(await saves.count(), PROJECT_EXPORTS.length)
    const names: string[] = []
    for (let i = 0; i < PROJECT_EXPORTS.length; i++) {
      const [download] = await Promise.all([session.page.waitForEvent('download'), saves.nth(i).click()])
      names.push(download.suggestedFilename())
      const format = PROJECT_EXPORTS[i]!
      const bytes = await readFile(await download.path())
      assert.ok(bytes.length > 0, format)
      if (!['csv', 'mark', 'rmark', 'population'].includes(format)) continue
      const direct = await session.server.fetch(`/api/projects/${project.projectId}/export/${format}?occasions=day`)
      assert.equal(bytes.toString(), await direct.text(), format)
    }
    assert.deepEqual(
      names.map((name) => name.replace(/^Testudo-testata/, '')),
      ['.csv', '.inp', '.txt', '-secr.zip', '.json', '-dwca.zip', '-camtrap-dp.zip', '.resight.zip'],
    )
  })

  await step(
    'animals are looked for where the detector is, and what came of it is said',
    async () => {
      await button('Find the animals', second).click()
      await second.page.getByText(/No further animal was found|The animals are outlined/).waitFor()
    },
    hasDetector ? false : `${MODELS} has no detector`,
  )

  await step('a project that cannot be read is given up after asking, and nothing else', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    const folder = join(session.server.folder, 'library', 'projects', id)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'project.sqlite'), 'no database'.repeat(100))
    await session.page.getByRole('link', { name: 'Photo-ID' }).click()
    await session.page.reload()
    await session.page.getByText('A project cannot be read').waitFor()
    assert.deepEqual(await accessibilityProblems(session.page), [])
    await button(/^Delete project: .*project\.sqlite$/).click()
    const dialog = session.page.getByRole('dialog', { name: 'Delete a project that cannot be read?' })
    await dialog.getByText(id).waitFor()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await session.page.getByText('A project cannot be read').waitFor({ state: 'hidden' })
    const left = await readdir(join(session.server.folder, 'library', 'projects'))
    assert.deepEqual(left, [(await stateOf(session)).project.projectId])
    assert.deepEqual([session.errors, second.errors], [[], []])
  })
})
