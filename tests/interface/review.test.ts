import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { AnnotationRegion, LogEntry } from '../../core/api/identify.ts'
import type { AcceptPreview, Candidates, ProjectState, ReviewQueue } from '../../core/api/photo-id.ts'
import { accessibilityProblems, openSession, type Session, withBrowser } from './browser.ts'
import { stepsOf } from './steps.ts'

const POLL_MS = 100
const POLLS = 600

/** A biologist's evening with the demo project. Up to the outlines no mouse is used. */
test(
  'photos are identified with the keyboard alone, taken back, and outlined in two clicks',
  withBrowser,
  async (t) => {
    let session: Session
    let page: Page
    let projectId = ''
    before(async () => {
      session = await openSession()
      page = session.page
    })
    after(() => session.end())

    const ask = async <T>(name: string, ...args: readonly unknown[]): Promise<T> => {
      const { status, body } = await session.server.call(name, ...args)
      assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`)
      return body as T
    }
    const log = () => ask<readonly LogEntry[]>('projectLog', projectId, 1000)
    const until = async <T>(what: string, look: () => Promise<T>, isIt: (found: T) => boolean): Promise<T> => {
      for (let polls = 0; polls < POLLS; polls++) {
        const found = await look()
        if (isIt(found)) return found
        await page.waitForTimeout(POLL_MS)
      }
      throw new Error(`Waited in vain for ${what}`)
    }
    const said = async () => (await page.locator('[data-said]').first().textContent()) ?? ''
    const hears = (words: RegExp) => until(`${words.source} to be said`, said, (now) => words.test(now))
    /** Presses a key and waits until as many entries more are in the log. */
    const press = async (key: string, entries = 1): Promise<readonly LogEntry[]> => {
      const old = (await log()).length
      await page.keyboard.press(key)
      return until(`${key} to be written`, log, (now) => now.length >= old + entries)
    }
    /** Types into the dialog's text once that has the focus. */
    const answer = async (dialog: string, words: string): Promise<void> => {
      const text = page.getByRole('dialog', { name: dialog }).locator('input:focus')
      await text.waitFor()
      await text.fill(words)
    }
    const open = async () => (await ask<ReviewQueue>('reviewQueue', projectId)).items.length
    const desk = () => page.getByRole('region', { name: 'Review' })
    const step = stepsOf(t)

    await step('the demo project is made, and its review opens', async () => {
      const job = await session.server.run({ kind: 'project-demo' })
      assert.equal(job.state, 'done', job.error?.message)
      projectId = (job.report as { readonly projectId: string }).projectId
      await page.goto(`${session.server.base}/#/identify/${projectId}/review`)
      await desk().waitFor()
      await page.getByRole('list', { name: 'Candidates, best first' }).waitFor()
      await hears(/Next: Photo 1 of \d+, \d+ left/)
    })

    await step('who decides is asked once, and the first match is in the log with what was shown', async () => {
      const before = await open()
      // Pressed again before the question is there: one decision all the same.
      await page.keyboard.press('m')
      await page.keyboard.press('m')
      await answer('Who is deciding?', 'Ana')
      const [entry] = await press('Enter')
      assert.ok(entry?.kind === 'decision' && entry.verdict === 'match' && !entry.automatic)
      assert.equal(entry.by, 'Ana')
      assert.equal(entry.evidence.rank, 1)
      assert.ok(entry.evidence.against !== null)
      await hears(/^Matched with .+\. Next: Photo 2/)
      assert.equal(await open(), before - 1)
    })

    await step('keys in a text are letters', async () => {
      const old = (await log()).length
      // The dialog takes the focus a moment later; until then a letter must not decide.
      await page.keyboard.press('Shift+I')
      await page.keyboard.press('m')
      await answer('Name the new individual', 'mimi')
      const [entry, individual] = await press('Enter', 2)
      assert.equal((await log()).length, old + 2)
      assert.ok(entry?.kind === 'decision' && entry.verdict === 'new-individual')
      assert.ok(individual?.kind === 'individual' && individual.value.name === 'mimi')
    })

    await step('"not this one" leaves the photo open and holds the next candidate beside it', async () => {
      const before = await open()
      const current = page.locator('li > button[aria-current=true]')
      const name = await current.textContent()
      const [entry] = await press('n')
      assert.ok(entry?.kind === 'decision' && entry.verdict === 'not-this-one')
      assert.notEqual(await current.textContent(), name)
      assert.equal(await open(), before)
      const { candidates } = await ask<Candidates>('candidates', projectId, entry.annotationId)
      assert.ok(candidates.every(({ individualId }) => individualId !== entry.individualId))
    })

    await step('arrows choose another candidate and another photo of it; the decision is about that one', async () => {
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowDown')
      const name = await page.locator('li > button[aria-current=true]').textContent()
      const [entry] = await press('m')
      assert.ok(entry?.kind === 'decision' && entry.verdict === 'match')
      const state = await ask<ProjectState>('projectState', projectId)
      const chosen = state.individuals.find(({ individualId }) => individualId === entry.individualId)
      assert.ok(name?.startsWith(chosen?.name ?? '?'), `${name} is ${chosen?.name}`)
      assert.ok((entry.evidence.rank ?? 0) >= 2)
    })

    await step('taken back without limit, one after the other, and done again', async () => {
      for (const verdict of ['c', 'p']) await press(verdict)
      const before = await open()
      const total = (await log()).filter(({ by, kind }) => by === 'Ana' && kind === 'decision').length
      assert.equal(total, 6)
      for (let times = 0; times < total; times++) await press('u')
      await page.keyboard.press('u')
      await hears(/There is nothing to take back/)
      assert.equal(await open(), before + 5)
      for (let times = 0; times < total; times++) await press('Shift+U')
      await until('the queue as it was', open, (now) => now === before)
      await page.keyboard.press('Shift+U')
      await hears(/There is nothing to redo/)
    })

    await step('a sitting is taken back after the page was opened again', async () => {
      const before = await open()
      await page.reload()
      await hears(/Next: Photo 1/)
      const [entry] = await press('Control+z')
      assert.equal(entry?.kind, 'undo')
      assert.equal(await open(), before + 1)
    })

    await step('skipped and gone back to', async () => {
      const first = await said()
      await page.keyboard.press('s')
      await until('another photo', said, (now) => now !== first && /Photo \d/.test(now))
      await page.keyboard.press('b')
      await hears(/Photo \d+ of/)
    })

    await step('what a rule would accept is shown before anything is', async () => {
      const old = (await log()).length
      const preview = await ask<AcceptPreview>('previewAccept', projectId)
      await page.keyboard.press('Shift+A')
      const dialog = page.getByRole('dialog', { name: 'Accept the surest matches' })
      await dialog.waitFor()
      const pairs = dialog.getByRole('list', { name: 'What would be accepted' }).getByRole('listitem')
      if (preview.matches.length === 0) await dialog.getByRole('heading', { name: /No (match|threshold)/ }).waitFor()
      else {
        await pairs.first().waitFor()
        assert.equal(await pairs.count(), preview.matches.length)
        const accept = dialog.getByRole('button', { name: /^Accept \d+/ })
        await pairs.first().getByRole('checkbox').focus()
        await page.keyboard.press('Space')
        assert.equal((await log()).length, old, 'nothing is accepted by looking')
        if (preview.matches.length > 1) {
          await accept.focus()
          const entries = await press('Enter', preview.matches.length - 1)
          const accepted = entries.slice(0, entries.length - old)
          assert.ok(accepted.every((entry) => entry.kind === 'decision' && entry.automatic))
          assert.ok(
            accepted.every((entry) => entry.kind === 'decision' && entry.annotationId !== preview.matches[0]?.queryId),
          )
          await press('u', accepted.length)
        }
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    })

    await step('axe finds nothing, in either theme, wide or narrow, with dialogs open', async () => {
      const problems: string[] = []
      for (const [colorScheme, width] of [
        ['dark', 1280],
        ['light', 800],
      ] as const) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 700 })
        for (const key of ['', 'Shift+?', 'Shift+A', 'f']) {
          if (key !== '') await page.keyboard.press(key)
          await page.waitForTimeout(600)
          problems.push(...(await accessibilityProblems(page)).map((problem) => `${key} ${colorScheme}: ${problem}`))
          if (key !== '') await page.keyboard.press('Escape')
          await page.waitForTimeout(300)
        }
      }
      await page.setViewportSize({ width: 1280, height: 800 })
      assert.deepEqual(problems, [])
    })

    await step('every photo is decided by keys, and the end is said', async () => {
      for (let left = await open(); left > 0; left = await open()) {
        const isMatch = await page.getByRole('button', { name: /^Match\b/ }).isEnabled()
        await press(isMatch ? 'm' : 'i', isMatch ? 1 : 2)
        await page.waitForTimeout(POLL_MS)
      }
      await page.getByRole('heading', { name: 'Every photo is decided' }).waitFor()
      await hears(/Nothing is left to decide/)
      const [entry] = await press('u')
      assert.equal(entry?.kind, 'undo')
      await page.getByRole('button', { name: /^Match\b/ }).waitFor()
    })

    await step('a region is corrected in two clicks, and taken back', async () => {
      await page.keyboard.press('e')
      const layer = page.getByRole('application', { name: 'Photo to outline animals on' })
      await layer.waitFor()
      assert.deepEqual(await accessibilityProblems(page), [])
      const { items } = await ask<ReviewQueue>('reviewQueue', projectId)
      const annotation = async () => {
        const state = await ask<ProjectState>('projectState', projectId)
        const found = state.annotations.find(({ annotationId }) => annotationId === items[0]?.annotationId)
        return JSON.stringify(found?.region)
      }
      const before = await annotation()
      const box = await layer.boundingBox()
      assert.ok(box !== null)
      // As from a fast hand, the second click comes before the page has heard that the first was saved.
      const isClicked = Promise.withResolvers<undefined>()
      await page.route('**/api/calls/saveAnnotation', async (route) => {
        const response = await route.fetch()
        await isClicked.promise
        await route.fulfill({ response })
      })
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      const once = await until('the first correction', annotation, (now) => now !== before)
      // A part of what was outlined: its end to the left is said to be background.
      const drawn = JSON.parse(once ?? '') as AnnotationRegion
      assert.ok(drawn.kind === 'polygon')
      const [x, y] = drawn.points.reduce((left, point) => (point[0] < left[0] ? point : left))
      await page.mouse.click(box.x + box.width * (x + 0.02), box.y + box.height * y, { button: 'right' })
      isClicked.resolve(undefined)
      await until('the second correction', annotation, (now) => now !== once)
      // The page may not have heard of it yet: the second is taken back all the same.
      await page.keyboard.press('u')
      await until('the first to be back', annotation, (now) => now === once)
      await page.keyboard.press('u')
      await until('the outline to be as it was', annotation, (now) => now === before)
      await page.keyboard.press('Escape')
      await desk().waitFor()
      // The only open photo, and compared with nothing since it was outlined: the desk stays, and compares it.
      const comparedWith = async () => (await ask<Candidates>('candidates', projectId, items[0]!.annotationId)).compared
      await until('the photo to be compared again', comparedWith, (now) => now > 0)
      await page.getByRole('list', { name: 'Candidates, best first' }).waitFor()
      assert.deepEqual(session.errors, [])
    })
  },
)
