import { isAbsolute } from 'node:path'
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import { CHANNELS, type Outcome } from '../../core/api/bridge.ts'
import { importFromFile } from '../../core/remote/project-files.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { ResightError } from '../../core/types.ts'
import { cancellableCalls } from './cancellable-calls.ts'
import type { Electron } from './electron.ts'
import { outcomeOf } from './outcome.ts'
import { isOwnPage } from './page-address.ts'
import type { PhotoActions } from './photo-actions.ts'

const MAX_UPLOAD_BYTES = 200e6
const photoId = z.int().min(1).max(2_147_483_647)
const callId = z.uuid()
const CALL = z.tuple([z.string().max(60), z.array(z.unknown()).max(8), callId.optional()])
const CALL_ID = z.tuple([callId])
const UPLOAD = z.tuple([
  z.instanceof(Uint8Array).refine((data) => data.byteLength <= MAX_UPLOAD_BYTES, 'more than 200 MB'),
  z.string().max(255),
])
const PROJECT_FILE = z.tuple([z.string().max(32_767).refine(isAbsolute, 'choose a file of this machine')])
const PHOTO = z.tuple([photoId])
const PHOTOS = z.tuple([z.array(photoId).min(1).max(500)])
const NOTHING = z.tuple([])

type Host = Pick<ShellHost, 'call' | 'engine' | 'subscribe' | 'library' | 'fileJob'>

/**
 * Answers the page, channel by channel. Whoever is not our page's main frame gets no answer, and arguments are what the
 * schema says before anything is done with them.
 */
export function answerPage({ ipcMain }: Pick<Electron, 'ipcMain'>, host: Host, actions: PhotoActions): void {
  function answer<A extends readonly unknown[], T>(
    channel: string,
    schema: z.ZodType<A>,
    work: (event: IpcMainInvokeEvent, ...args: A) => Promise<T>,
  ): void {
    ipcMain.handle(channel, (event, ...args: unknown[]): Promise<Outcome<T>> =>
      outcomeOf(async () => {
        if (!isFromOwnPage(event)) throw new ResightError('invalid-argument', 'Only Resight’s own page may ask that')
        const parsed = schema.safeParse(args)
        if (!parsed.success) throw new ResightError('invalid-argument', `${channel}: ${z.prettifyError(parsed.error)}`)
        return work(event, ...parsed.data)
      }),
    )
  }

  const calls = cancellableCalls()
  answer(CHANNELS.call, CALL, (event, name, args, id?) =>
    calls.run(event.sender.id, id, (signal) => host.call(name, args, signal)),
  )
  answer(CHANNELS.upload, UPLOAD, (_event, data, name) => host.engine('addUpload', [data, name]))
  answer(CHANNELS.importProject, PROJECT_FILE, async (_event, path) => importFromFile(host, path))
  answer(CHANNELS.pickFolders, NOTHING, (event) => actions.pickFolders(event.sender))
  answer(CHANNELS.showInFileManager, PHOTO, (_event, id) => actions.showInFileManager(id))
  answer(CHANNELS.openWith, PHOTO, (_event, id) => actions.openWith(id))
  ipcMain.on(CHANNELS.cancelCall, (event, ...args: unknown[]) => {
    const parsed = CALL_ID.safeParse(args)
    if (isFromOwnPage(event) && parsed.success) calls.cancel(event.sender.id, parsed.data[0])
  })
  ipcMain.on(CHANNELS.startDrag, (event, ...args: unknown[]) => {
    const parsed = PHOTOS.safeParse(args)
    if (isFromOwnPage(event) && parsed.success) void actions.startDrag(event.sender, parsed.data[0])
  })
  ipcMain.on(CHANNELS.ready, (event) => {
    if (!isFromOwnPage(event)) return
    const { sender } = event
    const end = host.subscribe((shellEvent) => {
      if (!sender.isDestroyed()) sender.send(CHANNELS.event, shellEvent)
    })
    // A page that is loaded anew asks again.
    sender.once('destroyed', end)
    sender.once('did-start-loading', end)
  })
}

/** Item 17 of the checklist: the sender is the main frame of a page of ours, not a frame within it. */
function isFromOwnPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
