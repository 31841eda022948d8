import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Feeds, Provider } from './create-session.ts'

export interface ChildRequest {
  readonly model: string | Uint8Array
  /** Run one after the other on the same feeds. */
  readonly devices: readonly Provider[]
  readonly feeds: readonly Feeds[]
  readonly cpuFallback: boolean
  /** Timed runs of each feed after the first. */
  readonly timedRuns: number
}

export interface ChildRun {
  readonly device: Provider
  /** One entry a feed. */
  readonly outputs: readonly Feeds[]
  /** Fastest timed run of any feed; null when none was timed. */
  readonly fastestMs: number | null
}

export type ChildAnswer =
  { readonly ok: true; readonly runs: readonly ChildRun[] } | { readonly ok: false; readonly reason: string }

const CHILD = fileURLToPath(new URL('provider-child.ts', import.meta.url))

/**
 * Runs a graph in a process of its own and never rejects: a crash, a hang or an error becomes a reason.
 * @param options.env replaces the environment of the child; absent: this process's own
 */
export function runInChild(
  request: ChildRequest,
  options: { readonly timeoutMs: number; readonly env?: NodeJS.ProcessEnv },
): Promise<ChildAnswer> {
  return new Promise((resolve) => {
    const child = fork(CHILD, [], {
      serialization: 'advanced',
      execArgv: [],
      env: options.env ?? process.env,
      // Drivers chat on both streams; what matters comes through the channel.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const timer = setTimeout(() => {
      finish({ ok: false, reason: `no answer within ${options.timeoutMs / 1000} s` })
    }, options.timeoutMs)
    let finished = false
    function finish(answer: ChildAnswer): void {
      if (finished) return
      finished = true
      clearTimeout(timer)
      // Not asked politely: tearing a broken driver down can hang as well, and nothing of value is left in there.
      child.kill('SIGKILL')
      resolve(answer)
    }
    child.once('message', (answer: ChildAnswer) => finish(answer))
    child.once('error', (error) => finish({ ok: false, reason: `its process did not start: ${error.message}` }))
    child.once('exit', (code, signal) => finish({ ok: false, reason: `its process ended with ${signal ?? code}` }))
    child.send(request, (error) => {
      if (error) finish({ ok: false, reason: `its process did not take the graph: ${error.message}` })
    })
  })
}
