/**
 * `npm run dist [-- --linux --dir …]`: lays out the desktop app and packs it with electron-builder; arguments go to it.
 * Installers are made on the system they are for: native packages are those that this system's npm installed.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

function run(script: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

run('scripts/build-desktop.ts', [])
run('node_modules/electron-builder/cli.js', ['--config', 'electron-builder.yml', ...process.argv.slice(2)])
