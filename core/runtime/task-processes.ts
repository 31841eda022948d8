import type { ModuleProcess } from '../processes/module-process.ts'
import { startModule } from '../processes/start-module.ts'
import { ResightError } from '../types.ts'
import type { TaskReply } from './task-worker.ts'

export interface TaskSettings {
  /** Absolute path of the module that performs the tasks. @see serveTasks */
  readonly worker: string
  /** What they do, as a sentence of an error begins: `Looking for keypoints`. */
  readonly work: string
  /** Processes at once, at most. */
  readonly processes: number
  /** For one task, and for what the process has to load first. */
  readonly timeLimitMs: number
}

interface Job<Task, Answer> {
  readonly id: number
  readonly task: Task
  readonly finish: (reply: TaskReply<Answer> | ResightError) => void
}

/**
 * Processes for tasks that compute long on the thread that calls them, or hold memory for good: what crashes or hangs there
 * costs one task. Started with the first.
 */
export class TaskProcesses<Task, Answer> {
  readonly #idle = new Set<Worker<Task, Answer>>()
  readonly #busy = new Set<Worker<Task, Answer>>()
  readonly #waiting: Job<Task, Answer>[] = []
  readonly #settings: TaskSettings
  #nextId = 1
  #isClosed = false

  constructor(settings: TaskSettings) {
    this.#settings = settings
  }

  get processes(): number {
    return this.#settings.processes
  }

  /** @throws ResightError `crashed`, `timed-out`, `cancelled` (closed), `internal` (what performs the task threw) */
  run(task: Task): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(this.#closed())
      const finish = (reply: TaskReply<Answer> | ResightError): void => {
        if (reply instanceof ResightError) reject(reply)
        else if ('failure' in reply) reject(new ResightError('internal', `${this.#settings.work}: ${reply.failure}`))
        else resolve(reply.answer)
      }
      this.#waiting.push({ id: this.#nextId++, task, finish })
      this.#dispatch()
    })
  }

  /** Ends the processes; what waits or is under way is cancelled. */
  close(): void {
    this.#isClosed = true
    for (const job of this.#waiting.splice(0)) job.finish(this.#closed())
    for (const worker of [...this.#idle, ...this.#busy]) worker.end(this.#closed())
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const [free] = this.#idle
      if (free === undefined && this.#busy.size >= this.#settings.processes) return
      const worker = free ?? new Worker<Task, Answer>(this.#settings, (gone) => this.#forget(gone))
      this.#idle.delete(worker)
      this.#busy.add(worker)
      worker.perform(this.#waiting.shift()!, () => {
        if (this.#busy.delete(worker)) this.#idle.add(worker)
        this.#dispatch()
      })
    }
  }

  #forget(worker: Worker<Task, Answer>): void {
    this.#idle.delete(worker)
    this.#busy.delete(worker)
    if (!this.#isClosed) this.#dispatch()
  }

  #closed(): ResightError {
    return new ResightError('cancelled', `${this.#settings.work} was stopped`)
  }
}

/** One process, one task at a time. */
class Worker<Task, Answer> {
  readonly #child: ModuleProcess
  readonly #settings: TaskSettings
  #job: Job<Task, Answer> | null = null
  #whenDone: () => void = () => undefined
  #clock: NodeJS.Timeout | undefined

  constructor(settings: TaskSettings, onGone: (worker: Worker<Task, Answer>) => void) {
    this.#settings = settings
    const options = { execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...process.env, NODE_OPTIONS: '' } }
    this.#child = startModule(settings.worker, options, {
      onMessage: (message) => this.#receive(message as TaskReply<Answer>),
      onExit: (reason) => {
        this.#settle(new ResightError('crashed', `${settings.work} failed: ${reason}`))
        onGone(this)
      },
    })
  }

  perform(job: Job<Task, Answer>, whenDone: () => void): void {
    this.#job = job
    this.#whenDone = whenDone
    this.#child.hold(true)
    const { work, timeLimitMs } = this.#settings
    this.#clock = setTimeout(() => {
      this.end(new ResightError('timed-out', `${work} took more than ${timeLimitMs / 1000} s`))
    }, timeLimitMs)
    this.#child.send({ id: job.id, task: job.task })
  }

  end(reason: ResightError): void {
    this.#settle(reason)
    this.#child.kill()
  }

  #receive(reply: TaskReply<Answer>): void {
    if (reply.id !== this.#job?.id) return
    this.#settle(reply)
    // Whoever is done does not wait for an idle process.
    this.#child.hold(false)
    this.#whenDone()
  }

  #settle(reply: TaskReply<Answer> | ResightError): void {
    clearTimeout(this.#clock)
    this.#job?.finish(reply)
    this.#job = null
  }
}
