/**
 * A process of its own that runs a graph on a provider, so that a driver that crashes or hangs takes no library
 * with it. Speaks one message each way over the channel of a ModuleProcess; see `run-in-child.ts`.
 */
import { connectParent } from '../processes/parent.ts'
import { createSession, runSession } from './create-session.ts'
import type { ChildAnswer, ChildRequest, ChildRun } from './run-in-child.ts'

async function answer(request: ChildRequest): Promise<ChildAnswer> {
  const runs: ChildRun[] = []
  for (const device of request.devices) {
    try {
      const session = await createSession(request.model, { device, cpuFallback: request.cpuFallback })
      const outputs = []
      let fastestMs = Infinity
      for (const feeds of request.feeds) {
        outputs.push(await runSession(session, feeds))
        // The first run compiles shaders; what a person waits for is a later one.
        for (let repeat = 0; repeat < request.timedRuns; repeat++) {
          const startMs = performance.now()
          await runSession(session, feeds)
          fastestMs = Math.min(fastestMs, performance.now() - startMs)
        }
      }
      runs.push({ device, outputs, fastestMs: request.timedRuns > 0 ? fastestMs : null })
    } catch (error) {
      return { ok: false, reason: `${device}: ${error instanceof Error ? error.message : String(error)}` }
    }
  }
  return { ok: true, runs }
}

const parent = connectParent()
// Whoever asked ends this process when it has the answer; without them there is nothing to do.
parent.onGone(() => process.kill(process.pid, 'SIGKILL'))
parent.onMessage((request) => {
  void answer(request as ChildRequest).then((reply) => parent.send(reply))
})
