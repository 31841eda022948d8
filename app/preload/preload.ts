import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Job } from '../../core/api/shell.ts'
import { CHANNELS, type DesktopBridge, type Outcome } from '../../core/api/bridge.ts'

/**
 * The only thing that the page of the desktop window gets beyond a browser's: named methods, each on a channel of its
 * own whose sender and arguments the main process checks. Runs sandboxed, with `contextIsolation`.
 */
const bridge: DesktopBridge = {
  call: (name, args, callId) => ipcRenderer.invoke(CHANNELS.call, name, args, callId) as Promise<Outcome<unknown>>,
  cancelCall: (callId) => ipcRenderer.send(CHANNELS.cancelCall, callId),
  subscribe: (listener) => {
    const end = listen(CHANNELS.event, listener)
    // The main process answers with where engine and jobs stand.
    ipcRenderer.send(CHANNELS.ready)
    return end
  },
  onNavigate: (listener) => listen(CHANNELS.navigate, listener),
  addUpload: (data, name) => ipcRenderer.invoke(CHANNELS.upload, data, name) as Promise<Outcome<string>>,
  importProject: (file) =>
    ipcRenderer.invoke(CHANNELS.importProject, webUtils.getPathForFile(file as File)) as Promise<Outcome<Job>>,
  pickFolders: () => ipcRenderer.invoke(CHANNELS.pickFolders) as Promise<Outcome<readonly string[]>>,
  showInFileManager: (photoId) => ipcRenderer.invoke(CHANNELS.showInFileManager, photoId) as Promise<Outcome<null>>,
  openWith: (photoId) => ipcRenderer.invoke(CHANNELS.openWith, photoId) as Promise<Outcome<null>>,
  startDrag: (photoIds) => ipcRenderer.send(CHANNELS.startDrag, photoIds),
  pathOfFile: (file) => webUtils.getPathForFile(file as File),
}

/** The event object holds a reference to `ipcRenderer`, so the page never sees it. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const heard = (_event: unknown, value: T): void => listener(value)
  ipcRenderer.on(channel, heard)
  return () => void ipcRenderer.off(channel, heard)
}

contextBridge.exposeInMainWorld('resightDesktop', bridge)
