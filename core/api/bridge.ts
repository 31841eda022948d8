import type { PhotoId } from '../api.ts'
import type { CallName, Job, PlainError, ShellEvent } from './shell.ts'

/** How an answer crosses into the page: an Error would lose all but its message on the way. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PlainError }

/** What the preload script of the desktop window gives to the page, as `window.resightDesktop`. */
export interface DesktopBridge {
  /** @param callId by which it can be cancelled, of the page's own choice, a UUID; absent: never */
  call(name: CallName, args: readonly unknown[], callId?: string): Promise<Outcome<unknown>>
  /** Ends a call whose answer nobody waits for; one that is answered already is left alone. */
  cancelCall(callId: string): void
  /** @returns what ends it */
  subscribe(listener: (event: ShellEvent) => void): () => void
  /** Asks for a screen, e.g. by a deep link or the menu: what follows # in the address. @returns what ends it */
  onNavigate(listener: (hash: string) => void): () => void
  addUpload(data: Uint8Array, name: string): Promise<Outcome<string>>
  /** @param file a `File` of the page, whose path the preload script looks up: the page can name none itself */
  importProject(file: object): Promise<Outcome<Job>>
  pickFolders(): Promise<Outcome<readonly string[]>>
  showInFileManager(photoId: PhotoId): Promise<Outcome<null>>
  openWith(photoId: PhotoId): Promise<Outcome<null>>
  startDrag(photoIds: readonly PhotoId[]): void
  /** @param file a `File` of the page */
  pathOfFile(file: object): string
}

/** Channels between the page's preload script and the main process. */
export const CHANNELS = {
  call: 'resight:call',
  cancelCall: 'resight:cancel-call',
  event: 'resight:event',
  navigate: 'resight:navigate',
  ready: 'resight:ready',
  upload: 'resight:upload',
  importProject: 'resight:import-project',
  pickFolders: 'resight:pick-folders',
  showInFileManager: 'resight:show-in-file-manager',
  openWith: 'resight:open-with',
  startDrag: 'resight:start-drag',
} as const
