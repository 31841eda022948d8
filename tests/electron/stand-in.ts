import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, ForkOptions, MenuItemConstructorOptions, Rectangle } from 'electron'
import type { Electron } from '../../app/main/electron.ts'
import { MessageChannelMain } from './message-ports.ts'
import { type Forked, StandInUtilityProcess } from './utility-process.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

/** What a page's main frame is to `ipcMain`. */
export interface Sender {
  readonly url: string
  readonly isMainFrame?: boolean
}

/** A page: remembers what it was sent and what it was told to do. */
export class StandInContents extends EventEmitter {
  static made = 0
  readonly id = (StandInContents.made += 1)
  readonly sent: { readonly channel: string; readonly value: unknown }[] = []
  readonly dragged: unknown[] = []
  windowOpenHandler: ((details: { readonly url: string }) => { readonly action: string }) | null = null
  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value: structuredClone(value) })
    this.emit('sent', channel, value)
  }
  isDestroyed(): boolean {
    return false
  }
  setWindowOpenHandler(handler: NonNullable<StandInContents['windowOpenHandler']>): void {
    this.windowOpenHandler = handler
  }
  startDrag(item: unknown): void {
    this.dragged.push(item)
  }
}

export class StandInWindow extends EventEmitter {
  static opened: StandInWindow[] = []
  readonly webContents = new StandInContents()
  readonly progress: number[] = []
  readonly calls: string[] = []
  address = ''
  isMax = false
  readonly options: BrowserWindowConstructorOptions

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    StandInWindow.opened.push(this)
  }
  static getAllWindows(): StandInWindow[] {
    return StandInWindow.opened
  }
  static fromWebContents(contents: unknown): StandInWindow | null {
    return StandInWindow.opened.find((window) => window.webContents === contents) ?? null
  }
  async loadURL(address: string): Promise<void> {
    this.address = address
  }
  setProgressBar(value: number): void {
    this.progress.push(value)
  }
  getNormalBounds(): Rectangle {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options
    return { x, y, width, height }
  }
  isDestroyed(): boolean {
    return false
  }
  isMaximized(): boolean {
    return this.isMax
  }
  isMinimized(): boolean {
    return false
  }
  maximize(): void {
    this.isMax = true
  }
  restore(): void {
    this.calls.push('restore')
  }
  show(): void {
    this.calls.push('show')
  }
  focus(): void {
    this.calls.push('focus')
  }
}

class StandInApp extends EventEmitter {
  readonly calls: string[] = []
  isPackaged = false
  readonly #userData: string
  readonly #isFirst: boolean
  constructor(userData: string, isFirst: boolean) {
    super()
    this.#userData = userData
    this.#isFirst = isFirst
  }
  requestSingleInstanceLock(): boolean {
    return this.#isFirst
  }
  enableSandbox(): void {
    this.calls.push('enableSandbox')
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.calls.push(`setAsDefaultProtocolClient ${scheme}`)
    return true
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.calls.push('ready')
  }
  getPath(_name: string): string {
    return this.#userData
  }
  /** As Electron: whoever prevents `will-quit` stays, and may quit again. */
  quit(): void {
    let isPrevented = false
    this.emit('will-quit', { preventDefault: () => (isPrevented = true) })
    this.calls.push(isPrevented ? 'quit prevented' : 'quit')
    if (!isPrevented) this.emit('quit')
  }
}

class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()
  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  /** The other end: `ipcRenderer.invoke`, whose arguments are cloned on the way. */
  async invoke(sender: StandInContents, from: Sender, channel: string, ...args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return structuredClone(await handler(eventFrom(sender, from), ...structuredClone(args)))
  }
  /** `ipcRenderer.send` */
  receive(sender: StandInContents, from: Sender, channel: string, ...args: unknown[]): void {
    this.emit(channel, eventFrom(sender, from), ...structuredClone(args))
  }
}

function eventFrom(sender: StandInContents, { url, isMainFrame = true }: Sender): unknown {
  return { sender, senderFrame: { url, parent: isMainFrame ? null : {} } }
}

class StandInSession {
  permission: ((contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void) | null = null
  check: (() => boolean) | null = null
  device: (() => boolean) | null = null
  request: ((details: { readonly url: string }, answer: (verdict: { cancel?: boolean }) => void) => void) | null = null
  setPermissionRequestHandler(handler: StandInSession['permission']): void {
    this.permission = handler
  }
  setPermissionCheckHandler(handler: StandInSession['check']): void {
    this.check = handler
  }
  setDevicePermissionHandler(handler: StandInSession['device']): void {
    this.device = handler
  }
  readonly webRequest = {
    onBeforeRequest: (handler: StandInSession['request']): void => {
      this.request = handler
    },
  }
}

export interface StandInOptions {
  readonly userData: string
  readonly isFirstInstance?: boolean
  /** What the person chooses in the folder dialog. */
  readonly chosenFolders?: readonly string[]
}

/**
 * Electron's main process as far as the app uses it: events, dialogs and windows are recorded, `ipcMain` clones what it
 * carries, and utility processes run for real, as threads. What it can't show: windows, Chromium's sandbox, fuses.
 */
export function standInElectron(options: StandInOptions) {
  StandInWindow.opened = []
  const app = new StandInApp(options.userData, options.isFirstInstance ?? true)
  const ipcMain = new StandInIpcMain()
  const defaultSession = new StandInSession()
  const schemes: unknown[] = []
  const handlers = new Map<string, (request: Request) => Promise<Response>>()
  const shown: string[] = []
  const forked: Forked[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const workArea = { x: 0, y: 0, width: 1920, height: 1040 }
  const electron = {
    app,
    ipcMain,
    BrowserWindow: StandInWindow,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: MenuItemConstructorOptions[]) => void menus.push(menu),
    },
    MessageChannelMain,
    dialog: {
      showOpenDialog: async () => ({
        canceled: options.chosenFolders === undefined,
        filePaths: options.chosenFolders ?? [],
      }),
    },
    nativeImage: {
      createEmpty: () => ({ resize: (size: unknown) => ({ isEmpty: true, size }) }),
      createFromBuffer: (bytes: Uint8Array) => ({ resize: (size: unknown) => ({ bytes: bytes.byteLength, size }) }),
    },
    protocol: {
      registerSchemesAsPrivileged: (list: unknown[]) => {
        if (app.calls.includes('ready')) throw new Error('protocol.registerSchemesAsPrivileged comes before ready')
        schemes.push(...list)
      },
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => void handlers.set(scheme, handler),
    },
    screen: { getPrimaryDisplay: () => ({ workArea }), getAllDisplays: () => [{ workArea }] },
    session: { defaultSession },
    shell: {
      showItemInFolder: (path: string) => void shown.push(`show ${path}`),
      openPath: async (path: string) => {
        shown.push(`open ${path}`)
        return ''
      },
      openExternal: async (address: string) => void shown.push(`browse ${address}`),
    },
    utilityProcess: {
      fork: (file: string, _args: readonly string[], forkOptions: ForkOptions): StandInUtilityProcess => {
        const process = new StandInUtilityProcess(file, forkOptions)
        forked.push({ file, options: forkOptions, process })
        return process
      },
    },
  }
  return {
    electron: electron as unknown as Electron,
    app,
    ipcMain,
    session: defaultSession,
    schemes,
    shown,
    forked,
    menus,
    /** What the window would get for an address of a scheme that was handled. */
    fetch: (address: string, init?: RequestInit): Promise<Response> => {
      const handler = handlers.get(new URL(address).protocol.slice(0, -1))
      if (handler === undefined) throw new Error(`net::ERR_UNKNOWN_URL_SCHEME ${address}`)
      return handler(new Request(address, init))
    },
  }
}
