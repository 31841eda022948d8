import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PROBE_MS = 5000

/**
 * Electron's executable, downloaded when it is not there yet and the place it comes from answers: its package holds only
 * a script that fetches it, which set-up leaves alone.
 * @returns null where it can't be had
 */
export async function findElectron(root: string, say: (line: string) => void): Promise<string | null> {
  const folder = join(root, 'node_modules', 'electron')
  const found = installed(folder)
  if (found !== null || !existsSync(join(folder, 'install.js'))) return found
  if (!(await answers(process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/'))) return null
  say('Fetching Electron, once (about 110 MB) …')
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
  return status === 0 ? installed(folder) : null
}

function installed(folder: string): string | null {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) })
    return true
  } catch {
    return false
  }
}
