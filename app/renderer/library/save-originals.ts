import type { PhotoId } from '../../../core/api.ts'
import type { Shell } from '../../../core/api/shell.ts'

/** Browsers drop downloads that begin at the same moment. */
const BETWEEN_MS = 250

/** Saves the files themselves where the browser saves downloads, under their own names. */
export async function saveOriginals(shell: Shell, photoIds: readonly PhotoId[]): Promise<void> {
  for (const photoId of photoIds) {
    const { paths } = await shell.call('photo', photoId)
    const link = document.createElement('a')
    link.href = shell.originalUrl(photoId)
    link.download = paths[0]?.split(/[/\\]/).at(-1) ?? ''
    link.click()
    await new Promise((resolve) => window.setTimeout(resolve, BETWEEN_MS))
  }
}
