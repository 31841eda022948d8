import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import type { Electron } from './electron.ts'
import { START_PAGE } from './page-address.ts'
import { readWindowState, SMALLEST, writeWindowState } from './window-state.ts'

/** Opens the one window of the app: sandboxed, isolated, without Node, showing nothing but the app's own page. */
export function openWindow(
  { app, BrowserWindow: Window, screen }: Pick<Electron, 'app' | 'BrowserWindow' | 'screen'>,
  preload: string,
): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]
  const { bounds, isMaximized } = readWindowState(
    stateFile,
    displays.map(({ workArea }) => workArea),
  )
  const window = new Window({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Resight',
    // The page's own colour, so that nothing flashes before it is there.
    backgroundColor: '#242424',
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  })
  void window.loadURL(START_PAGE)
  return window
}
