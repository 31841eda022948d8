import type { Session, WebContents } from 'electron'
import type { Electron } from './electron.ts'
import { isOwnPage, SCHEME } from './page-address.ts'

/** What the page itself may load: its own protocol, and what it made or holds. */
const LOADABLE = [`${SCHEME}:`, 'blob:', 'data:', 'devtools:']

/** Electron's security checklist, items 5 and 12 to 14 (docs/security.md): no page but ours, no window but ours, no permission. */
export function lockDown({ app, session }: Pick<Electron, 'app' | 'session'>): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  guardSession(session.defaultSession)
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event, address) => {
    if (!isOwnPage(address)) event.preventDefault()
  })
  contents.on('will-redirect', (event, address) => {
    if (!isOwnPage(address)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // The page asks nothing of the network: even a hole in it leads nowhere.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !LOADABLE.some((protocol) => url.startsWith(protocol)) })
  })
}
