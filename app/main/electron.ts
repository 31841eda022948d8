import type * as electron from 'electron'

/**
 * The part of Electron's main process that this app uses. `main.ts` passes the real module in; tests pass a stand-in
 * whose classes are checked against the same types.
 */
export type Electron = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'MessageChannelMain'
  | 'dialog'
  | 'ipcMain'
  | 'nativeImage'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>
