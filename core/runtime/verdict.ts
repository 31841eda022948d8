import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { join } from 'node:path'
import { env as runtimeEnv } from 'onnxruntime-node'
import type { Feeds, Provider } from './create-session.ts'
import { graphicsNodes } from './providers.ts'
import { runInChild, type ChildAnswer } from './run-in-child.ts'
import { disagreement, type Tolerance } from './tolerance.ts'

/** A question with a known answer: a device is trusted when it gives what the CPU gives, and no slower. */
export interface Probe {
  /** Of the size of real work, so that a device that only pays off beyond it is not taken. */
  readonly feeds: Feeds
  readonly tolerance: Tolerance
}

export interface Verdict {
  readonly taken: boolean
  /** In a sentence's second half: `webgpu: …`. */
  readonly reason: string
}

export interface JudgeOptions {
  readonly cacheFolder?: string
  /** Environment of the process that looks; absent: this one's. */
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs?: number
}

const VERDICTS_FILE = 'device-verdicts.json'
const TIMEOUT_MS = 30_000
const TIMED_RUNS = 3
/** How the reason begins for a device that gives the right answer and no sooner. */
export const NO_FASTER = 'no faster here'

/** Vulkan's loader skips drivers so named (since 1.3.234): Mesa's and Google's renderers on the CPU. */
export const SOFTWARE_DRIVERS = '*lvp*,*lavapipe*,*swiftshader*'

/** Promises, so that two graphs' callers who ask at the same time wait for one look. */
const known = new Map<string, Promise<Verdict>>()

/**
 * Whether a device may stand in for the CPU on this graph. The answer is found once, in a process of its own, and
 * kept in memory and, where a folder is given, in its `device-verdicts.json` until the graph, the runtime, the
 * system, its graphics devices or the Vulkan environment change.
 */
export function judge(
  device: Provider,
  model: string | Uint8Array,
  probe: Probe,
  options: JudgeOptions = {},
): Promise<Verdict> {
  const key = verdictKey(device, model, options.env ?? process.env)
  const verdict = known.get(key) ?? look(device, model, probe, options, key)
  known.set(key, verdict)
  return verdict
}

async function look(
  device: Provider,
  model: string | Uint8Array,
  probe: Probe,
  options: JudgeOptions,
  key: string,
): Promise<Verdict> {
  const file = options.cacheFolder === undefined ? null : join(options.cacheFolder, VERDICTS_FILE)
  const remembered = file === null ? undefined : readVerdicts(file)[key]
  if (remembered !== undefined) return remembered
  const env = options.env ?? process.env
  const answer = await runInChild(
    { model, devices: [device, 'cpu'], feeds: [probe.feeds], cpuFallback: true, timedRuns: TIMED_RUNS },
    {
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      env: { ...env, VK_LOADER_DRIVERS_DISABLE: env['VK_LOADER_DRIVERS_DISABLE'] ?? SOFTWARE_DRIVERS },
    },
  )
  const verdict = weigh(answer, probe.tolerance)
  if (file !== null) writeVerdict(file, key, verdict)
  return verdict
}

/** Forgets every verdict, so that the next `judge` looks again: after a driver was installed, say. */
export function forgetVerdicts(cacheFolder?: string): void {
  known.clear()
  if (cacheFolder !== undefined) writeFile(join(cacheFolder, VERDICTS_FILE), {})
}

/** @param answer of the device first and the CPU second */
export function weigh(answer: ChildAnswer, tolerance: Tolerance): Verdict {
  if (!answer.ok) return { taken: false, reason: plainReason(answer.reason) }
  const [device, cpu] = answer.runs
  const expected = cpu?.outputs[0] ?? {}
  for (const [name, output] of Object.entries(expected)) {
    const problem = disagreement(device?.outputs[0]?.[name]?.data ?? [], output.data, tolerance)
    if (problem !== null) return { taken: false, reason: `its answer is not the CPU's: in ${name}, ${problem}` }
  }
  const deviceMs = device?.fastestMs ?? Infinity
  const cpuMs = cpu?.fastestMs ?? 0
  const times = `${deviceMs.toFixed(1)} ms against the CPU's ${cpuMs.toFixed(1)} ms`
  return deviceMs < cpuMs
    ? { taken: true, reason: `same answer, ${times}` }
    : { taken: false, reason: `${NO_FASTER}, ${times}` }
}

/** The runtime's errors carry a source line and a signature before what they say. */
function plainReason(reason: string): string {
  if (reason.includes('No supported adapters')) return 'no graphics driver offers an adapter'
  return reason.replaceAll(/\s+/g, ' ').slice(-300)
}

function verdictKey(device: Provider, model: string | Uint8Array, env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256')
  const vulkan = Object.entries(env).filter(([name]) => /^(VK_|LD_LIBRARY_PATH$|CUDA_VISIBLE)/.test(name))
  hash.update(
    JSON.stringify([device, runtimeEnv.versions, platform(), release(), arch(), graphicsNodes(), vulkan.sort()]),
  )
  if (typeof model === 'string') {
    const { size, mtimeMs } = statSync(model, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 }
    hash.update(JSON.stringify([model, size, mtimeMs]))
  } else hash.update(model)
  return hash.digest('hex').slice(0, 32)
}

/** An unreadable file only costs another look. */
function readVerdicts(file: string): Readonly<Record<string, Verdict>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof parsed !== 'object' || parsed === null) return {}
    return Object.fromEntries(Object.entries(parsed).filter(([, verdict]) => isVerdict(verdict)))
  } catch {
    return {}
  }
}

function isVerdict(value: unknown): value is Verdict {
  if (typeof value !== 'object' || value === null) return false
  return 'taken' in value && typeof value.taken === 'boolean' && 'reason' in value && typeof value.reason === 'string'
}

function writeVerdict(file: string, key: string, verdict: Verdict): void {
  writeFile(file, { ...readVerdicts(file), [key]: verdict })
}

/** A folder that cannot be written only costs another look, next time. */
function writeFile(file: string, verdicts: Readonly<Record<string, Verdict>>): void {
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    const fresh = `${file}.${process.pid}`
    writeFileSync(fresh, `${JSON.stringify(verdicts, null, 2)}\n`)
    renameSync(fresh, file)
  } catch {
    return
  }
}
