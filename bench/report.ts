import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Packages whose version moves a figure. */
const PACKAGES = ['onnxruntime-node', 'faiss-node', 'sharp', '@huggingface/transformers', 'node']

/** Under which circumstances a figure was measured; a figure without them is not worth keeping. */
export interface Circumstances {
  /** ISO 8601, UTC */
  readonly date: string
  readonly command: string
  /** Short hash of the checked-out commit, `+changes` when the tree differs from it; null outside a checkout. */
  readonly commit: string | null
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly system: string
  readonly node: string
  readonly packages: Readonly<Record<string, string>>
  /** Mean load of the last minute when the report was made: above `cores`, something else was running too. */
  readonly loadAverage: number
}

/** One committed run: what was measured (names carry their unit: `p95Ms`, `photosPerSecond`) and where. */
export interface Run extends Circumstances {
  readonly name: string
  readonly results: unknown
}

/** Describes this machine and this invocation, without any path or host name. */
export function circumstances(): Circumstances {
  return {
    date: new Date().toISOString(),
    command: commandLine(),
    commit: commit(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    packages: packageVersions(),
    loadAverage: loadavg()[0] ?? 0,
  }
}

/**
 * Writes `bench/runs/<date>-<name>.json`, to be committed, and returns its path relative to the checkout.
 * @param name what was measured, in words joined by hyphens, e.g. `search`
 * @param results plain JSON; ratios within this run beside the absolute figures
 */
export function writeRun(name: string, results: unknown): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw new Error(`Expected words joined by hyphens but received "${name}"`)
  const run: Run = { name, ...circumstances(), results }
  const path = join(ROOT, 'bench', 'runs', `${run.date.slice(0, 10)}-${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`)
  return relative(ROOT, path)
}

/** p-th percentile (0 … 100) by the nearest-rank definition: the smallest value with at least p % at or below it. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)]
  if (value === undefined) throw new Error('No value to take a percentile of')
  return value
}

/** Times `run` `repeats` times after `warmUp` unmeasured ones. @returns milliseconds, in order */
export async function timesMs(
  run: () => unknown,
  options: { readonly repeats: number; readonly warmUp?: number },
): Promise<number[]> {
  for (let i = 0; i < (options.warmUp ?? 2); i++) await run()
  const times: number[] = []
  for (let i = 0; i < options.repeats; i++) {
    const start = performance.now()
    await run()
    times.push(performance.now() - start)
  }
  return times
}

/** mulberry32, a seeded generator: uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function commandLine(): string {
  const [, script = '', ...rest] = process.argv
  const shown = rest.map((word) => (word.startsWith('/') ? basename(word) : word))
  return ['node', ...process.execArgv, relative(ROOT, script), ...shown].join(' ')
}

function commit(): string | null {
  try {
    const git = (...words: string[]): string =>
      execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+changes')
  } catch {
    return null
  }
}

function packageVersions(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of PACKAGES) {
    try {
      const text = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')
      found[name] = (JSON.parse(text) as { version: string }).version
    } catch {
      found[name] = 'absent'
    }
  }
  return found
}
