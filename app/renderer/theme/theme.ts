import { type MantineColorsTuple, Modal, Notification, createTheme } from '@mantine/core'
import { variantColors } from './variant-colors.ts'

/** Shallow water to deep: readable as text on both schemes at 8 (light) and 3 (dark). */
const lagoon: MantineColorsTuple = [
  '#e6fbf8',
  '#d0f4ee',
  '#a2e8de',
  '#71dbcc',
  '#4bd0bd',
  '#31c9b4',
  '#1fb5a2',
  '#0e8578',
  '#076a60',
  '#003f39',
]

export const theme = createTheme({
  primaryColor: 'lagoon',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  colors: { lagoon },
  defaultRadius: 'md',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: variantColors,
  components: {
    // The page never scrolls, so that nothing need be locked (by a style that our content policy refuses); and a
    // dialog's header is no banner of the page.
    // Its own grey is too faint on a notice: 3.5 to 1.
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-dimmed)' } } }),
    Modal: Modal.extend({ defaultProps: { lockScroll: false, attributes: { header: { role: 'presentation' } } } }),
  },
})
