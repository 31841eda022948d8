import { spawn } from 'node:child_process'

export interface ProcessEnd {
  /** null: it was stopped at its limit */
  readonly code: number | null
  /** stdout and stderr, in the order in which they came; at most the last 200,000 characters */
  readonly output: string
}

const OUTPUT_LIMIT = 200_000
const running = new Set<() => void>()

/** Ends whatever is still running, with everything it started. */
export function stopAll(): void {
  for (const stop of running) stop()
}

/**
 * Runs one program to its end, or to its limit, at which it is ended together with every process it started: a test
 * that forgets a child must not keep the run, or the machine, busy.
 */
export function runProcess(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly limitMs: number },
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const grouped = process.platform !== 'win32'
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that all of it can be ended at once.
      detached: grouped,
    })
    let output = ''
    let overran = false
    const collect = (chunk: string): void => {
      output = (output + chunk).slice(-OUTPUT_LIMIT)
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)

    const stop = (): void => {
      try {
        if (grouped && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        else child.kill('SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }
    running.add(stop)
    const limit = setTimeout(() => {
      overran = true
      stop()
    }, options.limitMs)
    // 'exit', not 'close': a grandchild that holds on to the pipe is no reason to wait.
    child.on('exit', (code, signal) => {
      clearTimeout(limit)
      running.delete(stop)
      setImmediate(() => {
        stop()
        child.stdout.destroy()
        child.stderr.destroy()
        resolve({
          code: overran ? null : (code ?? 128),
          output: signal === null ? output : `${output}\nended by ${signal}`,
        })
      })
    })
    child.on('error', reject)
  })
}
