import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCli } from '../../app/cli/main.ts'

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

/** Runs a command line to its end in this process: all of it but the launcher. */
export async function resight(...args: string[]): Promise<Finished> {
  const out: string[] = []
  const err: string[] = []
  const output = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    terminal: null,
  }
  const code = await runCli(args, output)
  return { code, stdout: out.join('\n'), stderr: err.join('\n') }
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

/** A folder of its own that is gone when the test, or the suite it is made in, has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'resight-test-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
