/** The desktop app's main process. Everything but this file takes Electron as an argument, so that it can be tested. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as electron from 'electron'
import { libraryFolder } from '../../core/remote/library-folder.ts'
import { startDesktop } from './desktop.ts'
import { checkForUpdates } from './updates.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const started = await startDesktop(
  electron,
  {
    interfaceFolder: join(ROOT, 'app', 'renderer', 'dist'),
    preload: join(ROOT, 'app', 'preload', 'dist', 'preload.cjs'),
    library: libraryFolder(undefined),
  },
  process.argv.slice(1),
)

if (started !== null && electron.app.isPackaged) {
  const feed = join(process.resourcesPath, 'app-update.yml')
  await checkForUpdates(existsSync(feed) ? feed : null, async () => {
    const { default: updater } = await import('electron-updater')
    return updater.autoUpdater
  })
}
