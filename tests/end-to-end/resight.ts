import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LAUNCHER = fileURLToPath(new URL('../../bin/resight', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the real launcher as a user does. */
export function start(args: readonly string[], options: { readonly cwd?: string } = {}): ChildProcess {
  return spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: options.cwd ?? tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RESIGHT_LIBRARY: join(tmpdir(), 'resight-no-library-was-named') },
  })
}

/** Runs a command to its end. */
export async function resight(...args: string[]): Promise<Finished> {
  return finish(start(args))
}

/** Waits for a started command. */
export function finish(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** The last line of standard output, read as JSON. */
export function lastJson(finished: Finished): Record<string, unknown> {
  return JSON.parse(finished.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
}

/** A folder of its own that is gone when the test ends. */
export async function temporaryFolder(test: { after(cleanUp: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'resight-test-'))
  test.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
