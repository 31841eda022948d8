import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { startTestServer, type TestServer } from '../../app/server/server-for-tests.ts'
import { ensureInterface } from '../../scripts/building/ensure-interface.ts'

const BROWSERS = [
  process.env['RESIGHT_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export const browserPath = BROWSERS.find((path) => path !== undefined && existsSync(path))
export const withBrowser = { skip: browserPath === undefined ? 'no Chromium is installed' : false }

/** The real interface in a real browser, on a real engine with an empty library. */
export interface Session {
  readonly server: TestServer
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
  /** What the page wrote to its console as an error, and exceptions that nobody caught. */
  readonly errors: string[]
  end(): Promise<void>
}

export async function openSession(size = { width: 1280, height: 800 }): Promise<Session> {
  await ensureInterface()
  const server = await startTestServer()
  const browser = await chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  })
  const context = await browser.newContext({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // A request that failed is told by the interface itself, and looked for there.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
  })
  await page.goto(server.url)
  return {
    server,
    browser,
    context,
    page,
    errors,
    end: async () => {
      await browser.close()
      await server.end()
    },
  }
}

/** Colours are on their way for a moment. */
const COLOURS_MS = 600

/** Has the page in a theme, with the colours that it ends at. */
export async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
  await page.waitForTimeout(COLOURS_MS)
}

/** What axe finds wrong with the page, one line each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}: ${failureSummary?.slice(0, 300)}`,
    ),
  )
}
