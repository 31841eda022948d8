import { modulePath, startModule } from '../processes/start-module.ts'
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

const CHILD = modulePath('provider-child', import.meta.url)

/**
 * Runs a graph in a process of its own and never rejects: a crash, a hang or an error becomes a reason.
 * @param options.env replaces the environment of the child; absent: this process's own
 */
export function runInChild(
  request: ChildRequest,
  options: { readonly timeoutMs: number; readonly env?: NodeJS.ProcessEnv },
): Promise<ChildAnswer> {
  return new Promise((resolve) => {
    const child = startModule(
      CHILD,
      { execArgv: [], env: options.env ?? process.env },
      {
        onMessage: (answer) => finish(answer as ChildAnswer),
        onExit: (reason) => finish({ ok: false, reason }),
      },
    )
    const timer = setTimeout(() => {
      finish({ ok: false, reason: `no answer within ${options.timeoutMs / 1000} s` })
    }, options.timeoutMs)
    let finished = false
    function finish(answer: ChildAnswer): void {
      if (finished) return
      finished = true
      clearTimeout(timer)
      // Not asked politely: tearing a broken driver down can hang as well, and nothing of value is left in there.
      child.kill()
      resolve(answer)
    }
    child.send(request)
  })
}
