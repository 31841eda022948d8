import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { accessibilityProblems, openSession, withBrowser } from './browser.ts'

const SCREENS = ['/', '/search?q=boats', '/map', '/models', '/settings'] as const
const IDLE_MS = 300

test('axe finds nothing on any screen, in either theme, wide or narrow', withBrowser, async () => {
  const session = await openSession()
  try {
    const { page, server } = session
    await page.getByRole('button', { name: 'Try the sample photos' }).waitFor()
    const problems: string[] = []
    const look = async (where: string): Promise<void> => {
      await page.waitForTimeout(IDLE_MS)
      problems.push(...(await accessibilityProblems(page)).map((problem) => `${where}: ${problem}`))
    }
    await look('first run')
    await server.run({ kind: 'add-samples' })
    for (const [colorScheme, width] of [
      ['dark', 1280],
      ['light', 800],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 700 })
      for (const screen of SCREENS) {
        await page.goto(`${server.base}/#${screen}`)
        await look(`${screen} ${colorScheme} ${width}`)
      }
      await page.goto(`${server.base}/#/photo/1`)
      await look(`/photo ${colorScheme} ${width}`)
    }
    assert.deepEqual(problems, [])
  } finally {
    await session.end()
  }
})

test(
  'with the keyboard alone: skip to the content, go to a screen, search, open and close a photo',
  withBrowser,
  async () => {
    const session = await openSession()
    try {
      const { page, server } = session
      await server.run({ kind: 'add-samples' })
      await page.getByRole('grid').first().waitFor()
      await page.keyboard.press('Tab')
      assert.equal(await focusName(page), 'Skip to content')
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'content')
      await page.keyboard.press('/')
      assert.equal(await focusName(page), 'Words to look for')
      await page.keyboard.type('a mountain')
      await page.keyboard.press('Enter')
      const first = page.locator('[data-rank]').first()
      await first.waitFor()
      for (let presses = 0; !(await first.evaluate((button) => button === document.activeElement)); presses++) {
        assert.ok(presses < 40, 'Tab reaches the results')
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('ArrowRight')
      assert.match((await focusName(page)) ?? '', /^Rank 2/)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Back (Esc)' }).waitFor()
      await page.keyboard.press('Escape')
      await first.waitFor()
      await page.waitForFunction(() => /^Rank 2/.test(document.activeElement?.getAttribute('aria-label') ?? ''))
      assert.deepEqual(session.errors, [])
    } finally {
      await session.end()
    }
  },
)

function focusName(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
}
