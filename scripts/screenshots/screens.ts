import type { Page } from 'playwright-core'

/** One picture of the interface. They are taken in order, each from where the one before it left off. */
export interface Screen {
  readonly name: string
  /** Also shown in the documentation, in this theme. */
  readonly docs?: 'dark' | 'light'
  /** Also taken at 800 × 700. */
  readonly narrow?: true
  readonly prepare: (page: Page) => Promise<void>
}

/** Of an empty library. */
export const FIRST_SCREENS: readonly Screen[] = [
  { name: 'first-run', docs: 'dark', narrow: true, prepare: (page) => go(page, '/') },
  {
    name: 'choose-folder',
    prepare: (page) => page.getByRole('button', { name: 'Choose a folder' }).click(),
  },
]

/** Of a library that holds the sample photos. */
export const SCREENS: readonly Screen[] = [
  { name: 'library', docs: 'light', narrow: true, prepare: (page) => go(page, '/') },
  {
    name: 'library-selection',
    prepare: async (page) => {
      await page.getByRole('grid').locator('img').first().hover()
      await page.getByRole('grid').locator('[tabindex="0"]').first().focus()
      for (const key of ['Space', 'ArrowRight', 'Space', 'ArrowRight', 'Space']) await page.keyboard.press(key)
    },
  },
  { name: 'map', prepare: (page) => go(page, '/map') },
  { name: 'search-start', prepare: (page) => go(page, '/search') },
  { name: 'search-words', docs: 'dark', narrow: true, prepare: (page) => ask(page, '"boats by the water"') },
  { name: 'search-filters', prepare: (page) => page.getByRole('button', { name: 'Filters' }).click() },
  {
    name: 'search-options',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Search options' }).click()
    },
  },
  {
    name: 'search-history',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Recent and saved searches' }).click()
    },
  },
  {
    name: 'search-chip',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.locator('[data-chip]').first().click()
    },
  },
  {
    name: 'search-feedback',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.locator('[data-rank]').first().focus()
      await page.keyboard.press('m')
    },
  },
  {
    name: 'search-why',
    prepare: async (page) => {
      await page.locator('[data-rank]').first().focus()
      await page.keyboard.press('i')
    },
  },
  {
    name: 'compare',
    prepare: async (page) => {
      await ask(page, '"mountains"')
      await page.locator('[data-rank]').first().focus()
      for (const key of ['Space', 'ArrowRight', 'Space', 'c']) await page.keyboard.press(key)
    },
  },
  {
    name: 'search-words-and-photo',
    docs: 'light',
    narrow: true,
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await ask(page, '"flowers"')
      await page.locator('[data-rank]').first().focus()
      await page.keyboard.press('s')
      await page.getByLabel('Words to look for').fill('mountains')
      await page.keyboard.press('Enter')
    },
  },
  {
    name: 'photo',
    docs: 'light',
    narrow: true,
    prepare: async (page) => {
      await ask(page, '"boats by the water"')
      await page.locator('[data-rank]').first().focus()
      await page.keyboard.press('Enter')
    },
  },
  {
    name: 'evidence',
    docs: 'dark',
    narrow: true,
    prepare: async (page) => {
      await page.keyboard.press('e')
      await page.getByText('is strongest').waitFor()
    },
  },
  {
    name: 'photo-actual-size',
    prepare: async (page) => {
      await page.keyboard.press('e')
      await page.keyboard.press('1')
    },
  },
  { name: 'region', docs: 'dark', narrow: true, prepare: (page) => page.keyboard.press('r') },
  {
    name: 'photo-album',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Add to album' }).click()
    },
  },
  { name: 'photo-gone', prepare: (page) => go(page, '/photo/999999') },
  { name: 'models', docs: 'light', narrow: true, prepare: (page) => go(page, '/models') },
  {
    name: 'models-import',
    prepare: (page) => page.getByRole('button', { name: 'Import from folder' }).click(),
  },
  {
    name: 'settings',
    narrow: true,
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await go(page, '/settings')
    },
  },
  {
    name: 'settings-privacy',
    prepare: (page) => page.getByText('Nothing is reported to anyone').scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-delete',
    prepare: (page) => page.getByRole('button', { name: 'Delete everything' }).click(),
  },
  { name: 'jobs', prepare: (page) => page.keyboard.press('Escape').then(() => showJobs(page)) },
]

async function showJobs(page: Page): Promise<void> {
  await go(page, '/')
  await page.getByRole('button', { name: 'Activity' }).click()
}

/** @param query as the query bar writes it into the address */
async function ask(page: Page, query: string): Promise<void> {
  await go(page, `/search?${new URLSearchParams({ q: query }).toString()}`)
  // Nothing selected before, nothing open.
  await page.reload()
  await page.locator('[data-rank]').first().waitFor()
}

async function go(page: Page, hash: string): Promise<void> {
  const { origin } = new URL(page.url())
  await page.goto(`${origin}/#${hash}`)
}
