import type { Page } from 'playwright-core'
import type { Screen } from './screens.ts'

const TABS = ['Individuals', 'Conflicts', 'Population', 'Calibration', 'Export', 'Settings', 'Log'] as const

/** Of a library that holds the demo project of photo-ID. */
export const IDENTIFY_SCREENS: readonly Screen[] = [
  { name: 'identify-projects', narrow: true, prepare: openProjects },
  {
    name: 'identify-new-project',
    prepare: (page) => page.getByRole('button', { name: 'New project' }).click(),
  },
  {
    name: 'identify-encounters',
    docs: 'light',
    narrow: true,
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await openProjects(page)
      await page.getByRole('list').getByRole('link').first().click()
      await page.locator('[data-tile]').first().waitFor()
    },
  },
  {
    name: 'identify-import-table',
    prepare: (page) => page.getByRole('button', { name: 'Import table' }).click(),
  },
  ...TABS.map((tab): Screen => ({
    name: `identify-${tab.toLowerCase()}`,
    narrow: true,
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('tab', { name: tab }).click()
    },
  })),
  {
    name: 'identify-individual',
    docs: 'dark',
    narrow: true,
    prepare: async (page) => {
      await page.getByRole('tab', { name: 'Individuals' }).click()
      await page.getByRole('tabpanel').getByRole('link').first().click()
    },
  },
]

async function openProjects(page: Page): Promise<void> {
  const { origin } = new URL(page.url())
  await page.goto(`${origin}/#/identify`)
  await page.getByRole('heading', { name: 'Photo-ID' }).waitFor()
}
