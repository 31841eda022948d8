import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'
import { thisMachine } from './setup/machine.mjs'
import { setUp } from './setup/set-up.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** node:sqlite works, and says on every start that it is new. */
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']

/**
 * Sets up when needed, then hands over to the right Node: the same terminal, the same arguments, and its exit code.
 * Works on Node 20, and returns only once the program has ended (where the platform can replace a process: never).
 *
 * @param {string} script relative to the repository, or a program of an npm package
 * @param {readonly string[]} args
 * @param {'app' | 'tests'} scope
 * @returns {Promise<void>}
 */
export async function launch(script, args, scope) {
  const { node, problem } = setUp({ root: ROOT, scope, machine: thisMachine() })
  if (node === null) {
    process.stderr.write(`Resight can't start: ${problem}.\n`)
    process.exitCode = 1
    return
  }
  const argv = [...NODE_FLAGS, join(ROOT, script), ...args]
  // Whatever the program starts by the name `node` is to be this one too.
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`,
    // Stripping types and compiling some hundred small files takes longer than most commands; Node keeps the result.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(ROOT, 'node_modules', '.cache', 'resight'),
  }
  // Node 22.15 and later can become the other program: no parent is left to pass signals on.
  if (process.execve !== undefined && process.platform !== 'win32') process.execve(node, [node, ...argv], env)
  await supervise(node, argv, env)
}

/** @param {string} node @param {readonly string[]} argv @param {NodeJS.ProcessEnv} env @returns {Promise<void>} */
function supervise(node, argv, env) {
  const child = spawn(node, argv, { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the whole foreground group, so the child has it already. Without a terminal the signal
  // was meant for this process alone.
  const fromTerminal = [0, 1, 2].some((fd) => isatty(fd))
  const handlers = Object.fromEntries(
    /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => [
      signal,
      () => {
        if (signal !== 'SIGINT' || !fromTerminal) child.kill(signal)
      },
    ]),
  )
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler)
      process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
      resolve()
    })
  })
}
