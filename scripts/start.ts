/**
 * `npm start`: Resight in its window; where there can be none, in a browser tab, and one line that says why.
 * Arguments are those of `resight serve`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInterface, INTERFACE_SOURCES } from './building/ensure-interface.ts'
import { chooseShell, hasDisplay } from './starting/choose-shell.ts'
import { findElectron } from './starting/find-electron.ts'
import { isStale } from './starting/is-stale.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string): void => void process.stderr.write(`${line}\n`)

function runScript(script: string): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, script)], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs until it ends; Ctrl-C reaches it as well as this process, which waits for it. */
function runProgram(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  child.once('error', (error) => {
    say(error.message)
    process.exitCode = 1
  })
  child.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
}

const args = process.argv.slice(2)
const surroundings = { platform: process.platform, env: process.env }
const electron = hasDisplay(surroundings) ? await findElectron(ROOT, say) : null
const choice = chooseShell({ ...surroundings, electron })
if (choice.kind === 'window') {
  if (isStale(ROOT, 'build/desktop/app/main/main.js', [...INTERFACE_SOURCES, 'app/**/*.ts', 'core/**/*.ts']))
    runScript('scripts/build-desktop.ts')
  runProgram(choice.electron, [join(ROOT, 'build/desktop/app/main/main.js'), ...args])
} else {
  say(`${choice.why}; ${choice.opens ? 'opening a browser tab instead.' : 'open this address in a browser:'}`)
  await ensureInterface()
  runProgram(process.execPath, [join(ROOT, 'app/server/main.ts'), ...(choice.opens ? ['--open'] : []), ...args])
}
