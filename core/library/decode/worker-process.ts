import { readFileSync, writeFileSync } from 'node:fs'
import type { ModuleProcess } from '../../processes/module-process.ts'
import { modulePath, startModule } from '../../processes/start-module.ts'
import type { DecodeLimits } from './decode.ts'
import type { Task, TaskFailure, TaskMessage, TaskResult, WorkerMessage } from './protocol.ts'

const WORKER = modulePath('worker', import.meta.url)

/** How often a working process's memory is looked at: a decoder fills some 100 MB in that time. */
const WATCH_MS = 50
const PAGE_BYTES = 4096

/** Pictures lie outside the JavaScript heap; what is left is metadata. */
const MAX_HEAP_MB = 256

/** Starting a process and loading sharp takes a fraction of a second; on a machine that swaps, longer. */
const START_LIMIT_MS = 60_000

/** Why a process was ended before its task was. */
export type Death = 'timed-out' | 'too-large' | 'crashed' | 'closed'

export interface WorkerEvents {
  /** A task is over. `rssBytes` is the process's memory now. */
  readonly onDone: (id: number, outcome: TaskResult | TaskFailure, rssBytes: number) => void
  /**
   * The process is gone. `unfinished` are its tasks in order; the first was being worked on, the rest untouched.
   * @param wasReady whether it ever got as far as taking a task
   */
  readonly onDeath: (death: Death, unfinished: readonly number[], wasReady: boolean) => void
}

export interface WorkerLimits {
  readonly decode: DecodeLimits
  readonly timeLimitMs: number
  readonly maxWorkerBytes: number
}

/** One child process: starts it, passes tasks in, and ends it when it takes too long or too much. */
export class WorkerProcess {
  readonly #child: ModuleProcess
  readonly #limits: WorkerLimits
  readonly #events: WorkerEvents
  readonly #queue: number[] = []
  #death: Death | null = null
  #isReady = false
  #clock: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined

  constructor(limits: WorkerLimits, events: WorkerEvents) {
    this.#limits = limits
    this.#events = events
    const options = {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', `--max-old-space-size=${MAX_HEAP_MB}`],
      // glibc gives every thread its own heap, which libvips' buffers then fragment; two threads are all that work.
      env: { ...process.env, MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2', NODE_OPTIONS: '' },
    }
    this.#child = startModule(WORKER, options, {
      onMessage: (message) => this.#receive(message as WorkerMessage),
      onExit: () => this.#exited(),
    })
    this.#startClock(START_LIMIT_MS)
  }

  /** Tasks taken and not finished. */
  get load(): number {
    return this.#queue.length
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  send(id: number, task: Task): void {
    const message: TaskMessage = { id, task, limits: this.#limits.decode }
    this.#queue.push(id)
    if (this.#queue.length === 1) this.#begin()
    this.#child.send(message)
  }

  /** Ends the process at once. `onDeath` follows. */
  kill(death: Death): void {
    this.#death ??= death
    // Whoever waits for the end must live to see it; one without work does not keep the app running.
    this.#child.hold(true)
    this.#child.kill()
  }

  /** The time of the first task in the queue starts when the one before it ends. */
  #begin(): void {
    this.#child.hold(true)
    if (this.#isReady) this.#startClock(this.#limits.timeLimitMs)
    this.#watch ??= setInterval(() => this.#checkMemory(), WATCH_MS)
  }

  #startClock(limitMs: number): void {
    clearTimeout(this.#clock)
    this.#clock = setTimeout(() => this.kill('timed-out'), limitMs)
    if (this.#queue.length === 0) this.#clock.unref()
  }

  #rest(): void {
    clearTimeout(this.#clock)
    clearInterval(this.#watch)
    this.#clock = undefined
    this.#watch = undefined
    this.#child.hold(false)
  }

  #receive(message: WorkerMessage): void {
    if (this.#death !== null) return
    if (message.kind === 'ready') {
      this.#isReady = true
      preferForOutOfMemory(this.#child.pid)
      if (this.#queue.length > 0) this.#begin()
      else this.#rest()
      return
    }
    this.#queue.shift()
    if (this.#queue.length > 0) this.#begin()
    else this.#rest()
    this.#events.onDone(message.id, message.kind === 'done' ? message.result : message.failure, message.rssBytes)
  }

  /** Linux only: elsewhere the worker's own report after each task, and the pixel and size limits, must do. */
  #checkMemory(): void {
    if (process.platform !== 'linux' || this.#child.pid === undefined) return
    try {
      const pages = Number(readFileSync(`/proc/${this.#child.pid}/statm`, 'latin1').split(' ')[1])
      if (pages * PAGE_BYTES > this.#limits.maxWorkerBytes) this.kill('too-large')
    } catch {
      // The process has just ended.
    }
  }

  #exited(): void {
    if (this.#clock !== undefined || this.#watch !== undefined) this.#rest()
    const death = this.#death ?? 'crashed'
    this.#death = death
    const unfinished = this.#queue.splice(0)
    this.#events.onDeath(death, unfinished, this.#isReady)
  }
}

/** Should the machine run out of memory, the kernel is to take a decoder rather than the app or the desktop. */
function preferForOutOfMemory(pid: number | undefined): void {
  if (process.platform !== 'linux' || pid === undefined) return
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000')
  } catch {
    // Not allowed in some containers; the watch on its memory remains.
  }
}
