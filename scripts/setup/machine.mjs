import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * What set-up knows of and does to the computer; tests hand in a made-up one.
 * Everything under scripts/setup is plain JavaScript that Node 20 runs, because it runs before Node 24 is there.
 *
 * @typedef {object} RunResult
 * @property {number} code exit code; 127: the program isn't there; 124: it ran past its limit
 * @property {string} stdout
 * @property {string} stderr
 *
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {'glibc' | 'musl' | null} libc null: not Linux
 * @property {boolean} administrator may install system packages
 * @property {string} nodeVersion of the Node that runs set-up, e.g. `20.20.2`
 * @property {string} nodePath
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {(path: string) => boolean} exists
 * @property {(path: string) => string | null} read null: not there or not readable
 * @property {(path: string, text: string) => void} write makes the folder
 * @property {(command: string, args: readonly string[], options?: RunOptions) => RunResult} run
 * @property {(line: string) => void} say
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} [env] on top of the machine's own
 * @property {number} [timeoutMs]
 */

/** @returns {Machine} the computer this runs on */
export function thisMachine() {
  return {
    platform: process.platform,
    arch: process.arch,
    libc: libcOfLinux(),
    administrator: process.getuid?.() === 0,
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    env: process.env,
    exists: existsSync,
    read: readOrNull,
    write: (path, text) => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    },
    run,
    // On stderr, so that a command's own output stays clean for pipes.
    say: (line) => void process.stderr.write(`${line}\n`),
  }
}

/** @returns {Machine['libc']} */
function libcOfLinux() {
  if (process.platform !== 'linux') return null
  // By the dynamic linkers; asking Node for a report would cost every start tens of milliseconds.
  return existsSync(`/lib/ld-musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`) &&
    !existsSync('/lib/ld-linux-aarch64.so.1') &&
    !existsSync('/lib64/ld-linux-x86-64.so.2')
    ? 'musl'
    : 'glibc'
}

/** @param {string} path */
function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** @type {Machine['run']} */
function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    // No input: nothing that set-up starts may ask a question.
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    timeout: options.timeoutMs ?? 15 * 60_000,
    windowsHide: true,
  })
  const failure = /** @type {NodeJS.ErrnoException | undefined} */ (done.error)
  if (failure?.code === 'ENOENT') return { code: 127, stdout: '', stderr: `${command} isn't installed` }
  if (failure?.code === 'ETIMEDOUT') return { code: 124, stdout: done.stdout, stderr: `${command} took too long` }
  if (failure) return { code: 1, stdout: done.stdout ?? '', stderr: failure.message }
  return { code: done.status ?? 1, stdout: done.stdout, stderr: done.stderr }
}
