import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TestLine } from './event-reporter.ts'
import { runProcess } from './run-process.ts'

export interface Failure {
  readonly test: string
  readonly error: string
}

/** What one unit of work, a test file or a check, came to. */
export interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly skips: readonly { readonly test: string; readonly reason: string }[]
  readonly seconds: number
}

const REPORTER = pathToFileURL(join(import.meta.dirname, 'event-reporter.ts')).href

/**
 * Runs one test file in a process of its own. Beside its failing tests, these are failures: it can't be loaded, it
 * contains no test, it ends before its tests do, or it hasn't ended within the limit (node:test's own `timeout` leaves
 * a file alone whose tests are done but whose timers or handles still run).
 *
 * @param file relative to `root`
 */
export async function runTestFile(root: string, file: string, limitMs: number): Promise<Outcome> {
  const started = performance.now()
  // Whatever the tests leave in the temporary folder goes with it.
  const scratch = await mkdtemp(join(tmpdir(), 'resight-test-'))
  try {
    const events = join(scratch, 'events.jsonl')
    const own = join(scratch, 'tmp')
    await mkdir(own)
    // Tests of what another user may read need a way in, as the system's own temporary folder gives it.
    await Promise.all([chmod(scratch, 0o755), chmod(own, 0o755)])
    const { code, output } = await runProcess(
      [
        '--disable-warning=ExperimentalWarning',
        `--test-reporter=${REPORTER}`,
        `--test-reporter-destination=${events}`,
        join(root, file),
      ],
      { cwd: root, env: environment(own), limitMs },
    )
    const lines = await readEvents(events)
    return { ...judge(file, lines, code, output, limitMs), seconds: (performance.now() - started) / 1000 }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Exported for its own test. */
export function judge(
  file: string,
  lines: readonly TestLine[],
  code: number | null,
  output: string,
  limitMs: number,
): Omit<Outcome, 'seconds'> {
  const failures: Failure[] = lines.filter((line) => line.kind === 'failed')
  const skips = lines.filter((line) => line.kind === 'skipped')
  const passed = lines.filter((line) => line.kind === 'passed').length
  const tail = output.trim().split('\n').slice(-40).join('\n')
  const ofFile = (error: string): void => void failures.push({ test: '(the file itself)', error })
  if (code === null) {
    const open = stillOpen(lines)
    const where = open === null ? 'its tests had ended, but a timer, handle or child had not' : `in "${open}"`
    ofFile(`still running after ${Math.round(limitMs / 1000)} s: ${where}\n${tail}`)
  } else if (!lines.some((line) => line.kind === 'ended')) {
    ofFile(
      lines.length === 0 && code === 0
        ? 'contains no test, or ended before its first one did'
        : `ended with code ${code} before its tests did\n${tail}`,
    )
  } else if (code !== 0 && failures.length === 0) ofFile(`ended with code ${code}\n${tail}`)
  else if (passed + failures.length + skips.length === 0) ofFile('contains no test')
  return { name: file, passed, failures, skips }
}

/** The innermost test that began and isn't over. */
function stillOpen(lines: readonly TestLine[]): string | null {
  const open: string[] = []
  for (const line of lines) {
    if (line.kind === 'began') open.push(line.test)
    else if (line.kind === 'over') open.splice(open.lastIndexOf(line.test), 1)
  }
  return open.at(-1) ?? null
}

async function readEvents(path: string): Promise<readonly TestLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  // A process that was ended may have left half a line.
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TestLine)
}

function environment(temporary: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    // Where `resight` without --library would go: never the person's own.
    RESIGHT_LIBRARY: join(temporary, 'library'),
    // Set by an outer node:test, whose format an inner one would then speak.
    NODE_TEST_CONTEXT: undefined,
  }
}
