import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { ProjectState, ProjectSummary } from '../../core/api/photo-id.ts'
import { writePhotos } from '../fixtures/photos.ts'
import { accessibilityProblems, openSession, type Session, setTheme, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const PHOTOS = 6
const HEADER = 'file,date,place,latitude,longitude,individual,sex'
const ROWS = Array.from(
  { length: PHOTOS },
  (_, i) => `photo-00${i}.jpg,2025-05-0${1 + Math.floor(i / 2)},North shore,33.07,35.6,Ada-${i % 2},female`,
)
const TABS = ['Individuals', 'Conflicts', 'Population', 'Calibration', 'Export', 'Settings', 'Log', 'Encounters']

test('photo-ID: a project from its table to a merge, a split, exports and opening it again', withBrowser, async (t) => {
  let session: Session
  before(async () => {
    session = await openSession()
    const photos = join(session.server.folder, 'photos')
    await writePhotos(photos, PHOTOS)
    const job = await session.server.run({ kind: 'add', request: { folders: [photos] } })
    assert.equal(job.state, 'done')
  })
  after(() => session.end())
  const step = stepsOf(t)
  const button = (name: string | RegExp): Locator => session.page.getByRole('button', { name })
  const project = async (): Promise<ProjectSummary> => {
    const [first] = (await session.server.call('projects')).body as readonly ProjectSummary[]
    assert.ok(first)
    return first
  }
  const state = async (): Promise<ProjectState> =>
    (await session.server.call('projectState', (await project()).projectId)).body as ProjectState
  const importTable = async (rows: readonly string[]): Promise<Locator> => {
    const [chooser] = await Promise.all([
      session.page.waitForEvent('filechooser'),
      session.page.getByRole('dialog').getByRole('button', { name: 'Choose a file' }).click(),
    ])
    const buffer = Buffer.from([HEADER, ...rows].join('\n'))
    await chooser.setFiles({ name: 'sightings.csv', mimeType: 'text/csv', buffer })
    return session.page.getByRole('dialog', { name: 'Import sightings.csv' })
  }

  await step('the first screen says what photo-ID is, and begins a project', async () => {
    await session.page.getByRole('link', { name: 'Photo-ID' }).click()
    await session.page.getByRole('heading', { name: 'Tell individual animals apart' }).waitFor()
    await button('New project').click()
    await session.page.getByRole('textbox', { name: 'Species' }).fill('Testudo testata')
    await session.page.getByRole('textbox', { name: 'Population' }).fill('North')
    await button('Create').click()
    await session.page.getByRole('heading', { name: /Testudo testata/ }).waitFor()
    await session.page.getByRole('heading', { name: 'No photos yet' }).waitFor()
  })

  await step('a table with a wrong cell names it, and imports nothing', async () => {
    await button('Import table').click()
    const dialog = await importTable([...ROWS.slice(1), ROWS[0]!.replace('2025-05-01', 'in May')])
    const line = dialog.getByRole('region', { name: 'Wrong cells' }).getByRole('row').nth(1)
    await line.waitFor()
    assert.match(await line.innerText(), new RegExp(`^${PHOTOS + 1}\\s+Date`))
    assert.ok(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled())
    assert.deepEqual(await accessibilityProblems(session.page), [])
    assert.equal((await state()).encounters.length, 0)
    await dialog.getByRole('button', { name: 'Another file' }).click()
  })

  await step('the same table, right, is imported under the name that was asked for', async () => {
    const dialog = await importTable(ROWS)
    await dialog.getByText('6 rows').waitFor()
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await session.page.getByRole('textbox', { name: 'Your name' }).fill('ana')
    await button('Use this name').click()
    await session.page.getByText('3 encounters · 6 photos', { exact: true }).waitFor()
    assert.equal((await state()).individuals.length, 2)
  })

  await step('an encounter is edited; what can’t be read is said', async () => {
    await button(/^More for/)
      .first()
      .click()
    await session.page.getByRole('menuitem', { name: 'Edit encounter' }).click()
    const dialog = session.page.getByRole('dialog', { name: 'Edit encounter' })
    await dialog.getByRole('textbox', { name: 'Place' }).fill('South shore')
    await dialog.getByRole('textbox', { name: 'Coordinates' }).fill('somewhere')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Type latitude and longitude').waitFor()
    await dialog.getByRole('textbox', { name: 'Coordinates' }).fill('33.5, 35.5')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await session.page.getByText('South shore').first().waitFor()
    const [newest] = (await state()).encounters
    assert.deepEqual(newest?.position, { latitude: 33.5, longitude: 35.5 })
    assert.equal(newest.startedAt?.slice(0, 10), '2025-05-03')
  })

  await step('photos are selected with the keyboard and moved to another encounter', async () => {
    await session.page.locator('[data-tile]').first().focus()
    await session.page.keyboard.press('Space')
    await session.page.keyboard.press('ArrowRight')
    await session.page.keyboard.press('Space')
    await session.page.getByText('2 selected', { exact: true }).waitFor()
    await button('Move to').click()
    await session.page.getByRole('menuitem').last().click()
    await session.page.getByText('2 selected', { exact: true }).waitFor({ state: 'hidden' })
    const { encounters, photos } = await state()
    assert.equal(photos.filter(({ encounterId }) => encounterId === encounters.at(-1)?.encounterId).length, 4)
    assert.equal(photos.filter(({ encounterId }) => encounterId === encounters[0]?.encounterId).length, 0)
  })

  for (const theme of ['light', 'dark'] as const)
    await step(`every tab opens, and axe finds nothing wrong in the ${theme} theme`, async () => {
      await setTheme(session.page, theme)
      for (const name of TABS) {
        const tab = session.page.getByRole('tab', { name })
        await tab.click()
        await session.page.getByRole('tabpanel', { name }).waitFor()
        await session.page.getByLabel('Loading').waitFor({ state: 'hidden' })
        assert.deepEqual(await accessibilityProblems(session.page), [], `${name}, ${theme}`)
      }
    })

  await step('an individual is renamed, and the log takes it back', async () => {
    await session.page.getByRole('tab', { name: 'Individuals' }).click()
    await session.page.getByRole('link', { name: /Ada-0/ }).click()
    await button('Edit').click()
    await session.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Zora')
    await session.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await session.page.getByRole('heading', { name: 'Zora', exact: true }).waitFor()
    await session.page.getByRole('tab', { name: 'Log' }).click()
    await button(/^Take back: Zora/)
      .first()
      .click()
    await button(/^Give back: Taken back: Zora/).waitFor()
    assert.deepEqual(
      (await state()).individuals.map(({ name }) => name),
      ['Ada-0', 'Ada-1'],
    )
  })

  await step('a capture history is saved, a row an individual', async () => {
    await session.page.getByRole('tab', { name: 'Export' }).click()
    const [download] = await Promise.all([session.page.waitForEvent('download'), button('Save CSV').click()])
    assert.match(download.suggestedFilename(), /\.(csv|zip)$/)
    const text = readFileSync(await download.path(), 'utf8')
    const lines = text.trim().split(/\r?\n/)
    assert.equal(lines.length, 3)
    assert.ok(text.includes('Ada-0') && text.includes('Ada-1'))
  })

  await step('a shortlist is chosen and saved', async () => {
    await session.page.getByRole('tab', { name: 'Settings' }).click()
    const choice = session.page.getByRole('radio', { name: 'The nearest 50', exact: true })
    await choice.check()
    await button('Save settings').click()
    await session.page.getByText('Settings saved').waitFor()
    assert.equal((await state()).project.settings.shortlist, 50)
  })

  await step(
    'a merge against what was denied is shown as a conflict, and goes when the denial is taken back',
    async () => {
      const { project, annotations, individuals } = await state()
      const [first, second] = individuals
      const of = annotations.find(
        ({ state }) => state.kind === 'identified' && state.individualId === first?.individualId,
      )
      assert.ok(of && first && second)
      const denial = {
        annotationId: of.annotationId,
        verdict: 'not-this-one',
        individualId: second.individualId,
        against: null,
        rank: null,
      }
      assert.equal((await session.server.call('decide', project.projectId, denial, 'ben')).status, 200)
      await session.page.getByRole('tab', { name: 'Individuals' }).click()
      await session.page.getByRole('link', { name: /Ada-1/ }).click()
      await button('Merge into …').click()
      const dialog = session.page.getByRole('dialog', { name: 'Merge Ada-1 into another individual' })
      await dialog.getByRole('combobox', { name: 'Into' }).click()
      await session.page.getByRole('option', { name: 'Ada-0' }).click()
      await dialog.getByRole('button', { name: 'Merge into Ada-0' }).click()
      await session.page.getByRole('heading', { name: 'Ada-0', exact: true, level: 2 }).waitFor()
      await session.page.getByRole('tab', { name: 'Conflicts' }).click()
      await session.page.getByRole('heading', { name: 'Contradictions' }).waitFor()
      assert.deepEqual(await accessibilityProblems(session.page), [])
      assert.equal((await state()).conflicts.length, 1)
      await button(/^Take back: .* is not /).click()
      await session.page.getByRole('heading', { name: 'No conflicts' }).waitFor()
      assert.equal((await state()).individuals.length, 1)
    },
  )

  await step('photos of another animal are split off', async () => {
    await session.page.getByRole('tab', { name: 'Individuals' }).click()
    await session.page.getByRole('link', { name: /Ada-0/ }).click()
    await session.page.getByRole('checkbox').first().check()
    await button('Split 1 photo').click()
    const dialog = session.page.getByRole('dialog', { name: 'Another individual' })
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Ben')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { individuals, annotations } = await state()
    const ben = individuals.find(({ name }) => name === 'Ben')
    assert.ok(ben)
    const his = annotations.filter(
      ({ state }) => state.kind === 'identified' && state.individualId === ben.individualId,
    )
    assert.equal(his.length, 1)
  })

  let zip = Buffer.alloc(0)
  await step('the whole project is saved', async () => {
    await session.page.getByRole('tab', { name: 'Export' }).click()
    const save = session.page.getByRole('button', { name: /^Save .*(ZIP|project)/i }).last()
    const [download] = await Promise.all([session.page.waitForEvent('download'), save.click()])
    assert.match(download.suggestedFilename(), /\.zip$/)
    zip = readFileSync(await download.path())
  })

  await step('a project is deleted after asking', async () => {
    await session.page.getByRole('link', { name: 'All projects' }).click()
    await button('More for Testudo testata').click()
    await session.page.getByRole('menuitem', { name: 'Delete project' }).click()
    await session.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await session.page.getByRole('heading', { name: 'Tell individual animals apart' }).waitFor()
  })

  await step('the saved project is opened again with all that was decided', async () => {
    const [chooser] = await Promise.all([session.page.waitForEvent('filechooser'), button('Open project file').click()])
    await chooser.setFiles({ name: 'project.zip', mimeType: 'application/zip', buffer: zip })
    await session.page.getByRole('heading', { name: /Testudo testata/ }).waitFor()
    const { individuals, photos, project } = await state()
    assert.deepEqual(individuals.map(({ name }) => name).toSorted(), ['Ada-0', 'Ben'])
    assert.equal(photos.length, PHOTOS)
    assert.equal(project.settings.shortlist, 50)
    assert.deepEqual(session.errors, [])
  })
})
