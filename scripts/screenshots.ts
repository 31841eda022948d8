/**
 * Takes pictures of every screen, in both themes, of a fresh library with the sample photos, which are public domain.
 * Those that the documentation shows go to docs/screenshots as small WebP files; `--all FOLDER` writes all of them there.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { openSession } from '../tests/interface/browser.ts'
import { IDENTIFY_SCREENS } from './screenshots/identify-screens.ts'
import { reviewScreens } from './screenshots/review-screens.ts'
import { FIRST_SCREENS, SCREENS, type Screen } from './screenshots/screens.ts'

const DOCS = fileURLToPath(new URL('../docs/screenshots', import.meta.url))
const THEMES = ['dark', 'light'] as const
type Theme = (typeof THEMES)[number]
const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 800, height: 700 }
const MOST_DOCS_BYTES = 150_000
const SETTLED_MS = 900

const { values } = parseArgs({ options: { all: { type: 'string' } } })
const folder = values.all ?? null
await mkdir(DOCS, { recursive: true })
if (folder !== null) await mkdir(folder, { recursive: true })

const session = await openSession(WIDE)
try {
  const { page, server } = session
  // A reader has no use for the name of a temporary folder.
  await page.route('**/api/calls/**', async (route) => {
    const postData = route.request().postData()?.replaceAll('/home/you/resight', server.folder)
    const response = await route.fetch(postData === undefined ? {} : { postData })
    const body = (await response.text()).replaceAll(server.folder, '/home/you/resight')
    await route.fulfill({ response, body })
  })
  for (const theme of THEMES) await takeAll(page, FIRST_SCREENS, theme)
  await server.run({ kind: 'add-samples' })
  // The first search loads the model, and says how long that took: a picture is of the second.
  await server.call('search', { parts: [{ kind: 'words', words: 'warm' }] })
  for (const theme of THEMES) await takeAll(page, SCREENS, theme)
  const demo = await server.run({ kind: 'project-demo' })
  const { projectId } = demo.report as { readonly projectId: string }
  for (const theme of THEMES) await takeAll(page, IDENTIFY_SCREENS, theme)
  for (const theme of THEMES) await takeAll(page, reviewScreens(projectId), theme)
} finally {
  await session.end()
}
for (const error of session.errors) process.stderr.write(`The page said: ${error}\n`)
if (session.errors.length > 0) process.exitCode = 1

async function takeAll(page: Page, screens: readonly Screen[], theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.reload()
  for (const { name, docs, narrow, prepare } of screens) {
    try {
      await prepare(page)
    } catch (error) {
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 1
      continue
    }
    // Where it points at nothing.
    await page.mouse.move(2, 500)
    await page.waitForTimeout(SETTLED_MS)
    const picture = await page.screenshot()
    if (folder !== null) await sharp(picture).toFile(join(folder, `${name}-${theme}.png`))
    if (docs === theme) await writeDocs(picture, name)
    if (folder === null || narrow === undefined) continue
    await page.setViewportSize(NARROW)
    await page.waitForTimeout(SETTLED_MS)
    await page.screenshot({ path: join(folder, `${name}-${theme}-narrow.png`) })
    await page.setViewportSize(WIDE)
  }
}

async function writeDocs(picture: Buffer, name: string): Promise<void> {
  const { size } = await sharp(picture)
    .webp({ quality: 82, effort: 6 })
    .toFile(join(DOCS, `${name}.webp`))
  if (size > MOST_DOCS_BYTES)
    throw new Error(`Expected ${name}.webp of at most ${MOST_DOCS_BYTES} bytes but it has ${size}.`)
}
