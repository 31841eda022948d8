import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { CalibrationReport, ProjectSummary } from '../../core/api/photo-id.ts'
import { blots } from '../../core/rerank/local/features-for-tests.ts'
import { accessibilityProblems, openSession, type Session, setTheme, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

/** Two animals, 11 photos each: 110 pairs of one animal and 121 of two, of which 100 are needed. */
const ANIMALS = ['Ada', 'Ben'] as const
const SIGHTINGS = 11

/** Each animal's coat, ever darker and more out of focus, so that not all pairs are found alike. */
async function writeAnimals(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const rows: string[] = []
  for (const [animal, name] of ANIMALS.entries()) {
    const { width, height, data } = blots(200, 160, animal + 1)
    for (let at = 0; at < SIGHTINGS; at++) {
      const file = `${name}-${at}.jpg`
      await sharp(data, { raw: { width, height, channels: 3 } })
        .blur(0.5 + at / 2)
        .modulate({ brightness: 1 - at / 30 })
        .toFile(join(folder, file))
      rows.push(`${file},2025-${animal + 1}-${10 + at},${name}`.replace(/-(\d)-/, '-0$1-'))
    }
  }
  return rows
}

test(
  'a project is calibrated on its own pairs, and the screen says what its probabilities are worth',
  withBrowser,
  async (t) => {
    let session: Session
    let rows: readonly string[] = []
    let projectId = ''
    before(async () => {
      session = await openSession()
      const photos = join(session.server.folder, 'photos')
      rows = await writeAnimals(photos)
      const job = await session.server.run({ kind: 'add', request: { folders: [photos] } })
      assert.equal(job.state, 'done', job.error?.message)
      const settings = { precisionTarget: 0.9, shortlist: null, extractors: [], sameViewpointOnly: true }
      const value = { species: 'Felis blottata', population: '', settings }
      projectId = ((await session.server.call('createProject', value)).body as ProjectSummary).projectId
    })
    after(() => session.end())
    const step = stepsOf(t)
    const report = async (): Promise<CalibrationReport> =>
      (await session.server.call('calibrationOf', projectId)).body as CalibrationReport
    const importRows = async (some: readonly string[]): Promise<void> => {
      const table = { text: ['file,date,individual', ...some].join('\n'), name: 'a.csv', folder: null, mapping: null }
      const { body } = await session.server.call('importCsv', projectId, table, 'ana')
      assert.equal((body as { readonly imported: boolean }).imported, true, JSON.stringify(body))
    }
    const percent = (share: number) =>
      new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(share)

    await step('with too few pairs it says how many are missing, and whose probabilities speak till then', async () => {
      await importRows(rows.slice(0, SIGHTINGS))
      await session.page.goto(`${session.server.base}/#/identify/${projectId}/calibration`)
      await session.page.getByText('Generic (shipped)').waitFor()
      await session.page.getByText(/100 more pairs of two animals must be settled yet/).waitFor()
      await session.page
        .getByText('First, 45 more pairs of one animal and 100 more pairs of two animals must be settled.')
        .waitFor()
      assert.deepEqual((await report()).settled, { same: 55, different: 0, known: SIGHTINGS })
      assert.match(await session.page.getByRole('region', { name: 'Where the' }).innerText(), /55 of 100/)
      assert.deepEqual(await accessibilityProblems(session.page), [])
    })

    await step('with enough the button compares them, fits, and the project’s own take over', async () => {
      await importRows(rows.slice(SIGHTINGS))
      await session.page.reload()
      await session.page.getByText(/^Enough is settled/).waitFor()
      await session.page.getByRole('button', { name: 'Calibrate', exact: true }).click()
      await session.page.getByRole('progressbar', { name: 'Calibrating the project' }).waitFor()
      await session.page.getByText('This project’s own', { exact: true }).waitFor({ timeout: 120_000 })
      await session.page.getByRole('button', { name: 'Calibrate again' }).waitFor()
      assert.equal((await report()).calibratedBy, 'own')
    })

    await step('plot and error rates are those that were measured', async () => {
      const { said, openSet } = await report()
      const { reliability, errorRates } = said
      assert.ok(reliability !== null && errorRates !== null && openSet === null)
      assert.deepEqual([errorRates.same, errorRates.different, reliability.count], [110, 121, 231])
      assert.equal(errorRates.inUse?.threshold, 0.9)
      const table = session.page.getByRole('table', { name: 'Error rates' })
      for (const [at, rate] of [errorRates.inUse, errorRates.even, errorRates.equal].entries()) {
        const cells = await table
          .getByRole('row')
          .nth(at + 1)
          .locator('th, td')
          .allInnerTexts()
        assert.ok(cells[0]!.startsWith(percent(rate.threshold)), cells[0])
        assert.match(cells[1]!, new RegExp(`^${percent(rate.falseAcceptRate)}\\s+${rate.falseAccepts} of 121$`))
        assert.match(cells[2]!, new RegExp(`^${percent(rate.falseRejectRate)}\\s+${rate.falseRejects} of 110$`))
      }
      const plot = session.page.getByRole('figure', { name: 'Reliability' })
      assert.equal(await plot.locator('circle').count(), reliability.bins.filter(({ count }) => count > 0).length)
      await plot.getByText(percent(reliability.ece)).first().waitFor()
    })

    for (const colorScheme of ['light', 'dark'] as const)
      await step(`axe finds nothing wrong with the figures in the ${colorScheme} theme`, async () => {
        await setTheme(session.page, colorScheme)
        assert.deepEqual(await accessibilityProblems(session.page), [])
      })

    await step('nothing was written to the console as an error', () => {
      assert.deepEqual(session.errors, [])
      return Promise.resolve()
    })
  },
)
