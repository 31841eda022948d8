import type { BrowserWindow } from 'electron'
import { CHANNELS } from '../../core/api/bridge.ts'
import { ShellHost } from '../../core/remote/shell-host.ts'
import { answerPage } from './calls.ts'
import { deepLinkOf, hashOfDeepLink } from './deep-link.ts'
import type { Electron } from './electron.ts'
import { spawnUtilityEngine } from './engine-process.ts'
import { lockDown } from './lock-down.ts'
import { menuTemplate } from './menu.ts'
import { photoActions } from './photo-actions.ts'
import { declareProtocol, servePage } from './serve-page.ts'
import { followJobs } from './task-progress.ts'
import { openWindow } from './window.ts'

export interface DesktopPaths {
  /** The built interface. */
  readonly interfaceFolder: string
  readonly preload: string
  readonly library: string
}

const GUIDE = 'https://github.com/resight/resight#readme'

/**
 * The desktop app from its start to its end. One instance: a second one hands its link over and leaves.
 * @returns once the window is there; null: another instance runs
 */
export async function startDesktop(
  electron: Electron,
  paths: DesktopPaths,
  argv: readonly string[],
): Promise<{ readonly host: ShellHost; readonly window: BrowserWindow } | null> {
  const { app, BrowserWindow: Window, Menu, shell } = electron
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return null
  }
  declareProtocol(electron)
  app.enableSandbox()
  app.setAsDefaultProtocolClient('resight')

  let window: BrowserWindow | null = null
  /** A link that came before the page could follow it. */
  let pending = deepLinkOf(argv)
  const go = (hash: string | null): void => {
    if (hash === null) return
    if (window === null || window.isDestroyed()) pending = hash
    else window.webContents.send(CHANNELS.navigate, hash)
  }
  const show = (): void => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
  }
  app.on('second-instance', (_event, otherArgv) => {
    show()
    go(deepLinkOf(otherArgv))
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    go(hashOfDeepLink(link))
  })

  await app.whenReady()
  lockDown(electron)
  const host = new ShellHost({
    engine: { library: paths.library },
    spawn: () => spawnUtilityEngine(electron),
  })
  servePage(electron, host, paths.interfaceFolder)
  answerPage(electron, host, photoActions(electron, host))
  const open = (): BrowserWindow => {
    const opened = openWindow(electron, paths.preload)
    window = opened
    const end = host.subscribe(followJobs(opened))
    opened.on('closed', end)
    opened.webContents.once('did-finish-load', () => {
      go(pending)
      pending = null
    })
    return opened
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, {
        go,
        // The library's screen offers to choose a folder, and shows what comes of it.
        addFolder: () => go('/?add=folder'),
        openDocs: () => void shell.openExternal(GUIDE),
      }),
    ),
  )
  endWithWindows(electron, host, () => {
    if (Window.getAllWindows().length === 0) open()
  })
  return { host, window: open() }
}

/** macOS keeps a program without windows; elsewhere the last one ends it. The engine is closed before the end. */
function endWithWindows({ app }: Pick<Electron, 'app'>, host: ShellHost, reopen: () => void): void {
  let isClosed = false
  app.on('activate', reopen)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void host.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}
