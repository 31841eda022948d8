import { resolve } from 'node:path'
import envPaths from 'env-paths'

/**
 * Where the library lives: `--library`, else `RESIGHT_LIBRARY`, else the operating system's own data folder
 * (`~/.local/share/resight`, `~/Library/Application Support/resight`, `%LOCALAPPDATA%\resight\Data`).
 */
export function libraryFolder(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(option ?? env['RESIGHT_LIBRARY'] ?? envPaths('resight', { suffix: '' }).data)
}
