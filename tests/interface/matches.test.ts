import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { accessibilityProblems, openSession, type Session, withBrowser } from './browser.ts'
import { photosOfSameThing, type SameThing } from './same-thing.ts'
import { stepsOf } from './steps.ts'

test('a photo of the same thing is found by matching points, and they are shown', withBrowser, async (t) => {
  let session: Session
  let page: Page
  let same: SameThing
  before(async () => {
    session = await openSession()
    page = session.page
    const folder = join(session.server.folder, 'photos')
    same = await photosOfSameThing(folder)
    await session.server.run({ kind: 'add', request: { folders: [folder] } })
  })
  after(() => session.end())

  const step = stepsOf(t)
  const first = () => page.getByRole('list', { name: 'Results, best first' }).locator('[data-rank="1"]')
  const reranker = () => page.getByRole('combobox', { name: 'Rerank the best results' })

  await step('words alone have no points to match, and the choice says so', async () => {
    await page.goto(`${session.server.base}/#/search?q=${encodeURIComponent('a painting')}`)
    await first().waitFor()
    await page.getByRole('switch', { name: 'Rerank' }).check({ force: true })
    await reranker().click()
    const option = page.getByRole('option', { name: 'Same thing (needs a picture in the query)' })
    assert.equal(await option.getAttribute('data-combobox-disabled'), 'true')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear the query' }).click()
  })

  await step('with a picture they are matched, and the badge counts them', async () => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'query', mimeType: same.query.type, buffer: same.query.bytes })
    await first().waitFor()
    await page.getByRole('switch', { name: 'Rerank' }).check({ force: true })
    await reranker().click()
    await page.getByRole('option', { name: 'Same thing, by matching points' }).click()
    await page
      .getByText(/^\d+ points match$/)
      .first()
      .waitFor()
    assert.ok((await first().getAttribute('aria-label'))?.includes(same.answer))
  })

  await step('the photo beside the picture, with the points of both', async () => {
    await first().click()
    await page.getByRole('button', { name: /^Show where the photo answers the query/ }).click()
    const pair = page.getByRole('group', { name: /^Matched points of Your picture and / })
    await pair.waitFor()
    await page
      .getByText(/\d+ points agree, \d+ do(es)? not\./)
      .first()
      .waitFor()
    await page.getByText(/^(> )?\d+% likely to show the same thing\./).waitFor()
    assert.equal(await pair.getByRole('img').count(), 2)
    // A tooltip lies outside all landmarks.
    await page.mouse.move(400, 300)
    await page.getByRole('tooltip').waitFor({ state: 'hidden' })
    assert.deepEqual(await accessibilityProblems(page), [])

    await pair.focus()
    await page.keyboard.press('.')
    await page.getByText(/^1 of \d+: agrees$/).waitFor()
    const [left, right] = [pair.getByRole('img').first(), pair.getByRole('img').nth(1)]
    const widths = async () => [(await left.boundingBox())?.width ?? 0, (await right.boundingBox())?.width ?? 0]
    const [leftBefore = 0, rightBefore = 0] = await widths()
    for (let press = 0; press < 3; press++) await page.keyboard.press('+')
    await page.waitForFunction(
      ([least0, least1]) => {
        const [one, other] = [...document.querySelectorAll('[role=group] img')].map((image) => image.clientWidth)
        return (one ?? 0) > least0! && (other ?? 0) > least1!
      },
      [leftBefore * 2, rightBefore * 2],
    )
    const [leftAfter = 0, rightAfter = 0] = await widths()
    await page
      .getByRole('button', { name: 'Move both together' })
      .or(page.getByRole('button', { name: 'Move each by itself' }))
      .click()
    await right.hover()
    await page.mouse.wheel(0, -400)
    await page.waitForFunction(
      (width) => (document.querySelectorAll('[role=group] img')[1]?.clientWidth ?? 0) > width,
      rightAfter,
    )
    assert.equal((await widths())[0], leftAfter, 'unlocked, the other stays')
  })

  await step('laid over each other, the picture lies on what it shows', async () => {
    await page.getByText('Laid over', { exact: true }).click()
    const laid = page.locator('[data-laid]')
    await laid.waitFor()
    assert.match((await laid.getAttribute('style')) ?? '', /matrix3d/)
    const isSeen = (share: string) =>
      page.waitForFunction((now) => getComputedStyle(document.querySelector('[data-laid]')!).opacity === now, share)
    const slider = page.getByRole('slider', { name: /^How much of Your picture is seen/ })
    await slider.focus()
    await page.keyboard.press('Home')
    await isSeen('0')
    await page.getByRole('group', { name: /laid on/ }).focus()
    await page.keyboard.down('b')
    await isSeen('1')
    await page.keyboard.up('b')
    await isSeen('0')
    // Who asked for less motion is not blinked at.
    await page.getByText('Blink', { exact: true }).click()
    const opacity = await laid.evaluate((image) => getComputedStyle(image).opacity)
    await page.waitForTimeout(1800)
    assert.equal(await laid.evaluate((image) => getComputedStyle(image).opacity), opacity)
    assert.deepEqual(await accessibilityProblems(page), [])
  })

  await step('nothing went wrong unseen', async () => assert.deepEqual(session.errors, []))
})
