import type { Page } from 'playwright-core'
import type { Screen } from './screens.ts'

/** The review and the outlines of a photo-ID project that has been compared: of the demo project. */
export function reviewScreens(projectId: string): readonly Screen[] {
  return [
    {
      name: 'review',
      docs: 'dark',
      narrow: true,
      prepare: async (page) => {
        const { origin } = new URL(page.url())
        await page.goto(`${origin}/#/identify/${projectId}/review`)
        await page.getByText(/\d+ points? match/).waitFor()
      },
    },
    {
      name: 'review-overlay',
      narrow: true,
      prepare: (page) => page.keyboard.press('o'),
    },
    {
      name: 'review-accept',
      narrow: true,
      prepare: async (page) => {
        await page.keyboard.press('o')
        await page.keyboard.press('Shift+A')
      },
    },
    { name: 'review-keys', narrow: true, prepare: (page) => after(page, 'Shift+?') },
    {
      name: 'outline',
      docs: 'light',
      narrow: true,
      prepare: async (page) => {
        await after(page, 'e')
        await page.getByRole('application').waitFor()
      },
    },
    { name: 'outline-corners', narrow: true, prepare: (page) => page.keyboard.press('o') },
  ]
}

/** Closes the dialog that is open, then presses a key. */
async function after(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press(key)
}
