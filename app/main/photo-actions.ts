import { existsSync } from 'node:fs'
import type { WebContents } from 'electron'
import type { PhotoId } from '../../core/api.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { ResightError } from '../../core/types.ts'
import type { Electron } from './electron.ts'

/** What a desktop window does with the files of photos. The page names photos by id; paths come from the catalogue. */
export interface PhotoActions {
  pickFolders(page: WebContents): Promise<readonly string[]>
  showInFileManager(photoId: PhotoId): Promise<null>
  openWith(photoId: PhotoId): Promise<null>
  startDrag(page: WebContents, photoIds: readonly PhotoId[]): Promise<void>
}

const DRAG_ICON_PX = 96

export function photoActions(
  { BrowserWindow, dialog, nativeImage, shell }: Pick<Electron, 'BrowserWindow' | 'dialog' | 'nativeImage' | 'shell'>,
  host: Pick<ShellHost, 'engine'>,
): PhotoActions {
  async function fileOf(photoId: PhotoId): Promise<string> {
    const { paths } = await host.engine('photo', [photoId])
    const path = paths.find((candidate) => existsSync(candidate))
    if (path !== undefined) return path
    throw new ResightError('not-found', `${paths[0] ?? `Photo ${photoId}`} is not there now`, {
      remedy: 'Connect its disk, or scan the folder again.',
    })
  }

  return {
    pickFolders: async (page) => {
      const window = BrowserWindow.fromWebContents(page)
      const properties = ['openDirectory', 'multiSelections', 'createDirectory'] as const
      const options = { properties: [...properties] }
      const answer = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
      return answer.canceled ? [] : answer.filePaths
    },
    showInFileManager: async (photoId) => {
      shell.showItemInFolder(await fileOf(photoId))
      return null
    },
    openWith: async (photoId) => {
      // A file that the decoder read as a picture; the system opens it with its program for pictures.
      const problem = await shell.openPath(await fileOf(photoId))
      if (problem !== '') throw new ResightError('internal', problem)
      return null
    },
    startDrag: async (page, photoIds) => {
      const files = await Promise.all(photoIds.map(fileOf))
      const first = photoIds[0]
      const [file] = files
      if (first === undefined || file === undefined || page.isDestroyed()) return
      const thumbnail = await host.engine('thumbnail', [first])
      const icon =
        thumbnail === null ? nativeImage.createEmpty() : nativeImage.createFromBuffer(thumbnail.data as Buffer)
      page.startDrag({ file, files, icon: icon.resize({ width: DRAG_ICON_PX }) })
    },
  }
}
