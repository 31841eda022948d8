import type { ModuleProcess } from '../../processes/module-process.ts'
import { modulePath, startModule } from '../../processes/start-module.ts'
import { ResightError } from '../../types.ts'
import type {
  DetectAnswer,
  DetectTask,
  EstimateAnswer,
  EstimateTask,
  FeatureReply,
  FeatureTask,
} from './feature-tasks.ts'

const WORKER = modulePath('feature-worker', import.meta.url)

/** For one task, and for compiling OpenCV; a photo takes well under a second. */
const TIME_LIMIT_MS = 60_000

interface Job {
  readonly id: number
  readonly task: FeatureTask
  readonly finish: (reply: FeatureReply | ResightError) => void
}

/** Processes that look for keypoints and geometry: what crashes or hangs there costs one task. Started with the first. */
export class FeatureProcesses {
  readonly #idle = new Set<Worker>()
  readonly #busy = new Set<Worker>()
  readonly #waiting: Job[] = []
  readonly #limit: number
  readonly #timeLimitMs: number
  #nextId = 1
  #isClosed = false

  /** @param processes at once, at most */
  constructor(processes: number, timeLimitMs = TIME_LIMIT_MS) {
    this.#limit = processes
    this.#timeLimitMs = timeLimitMs
  }

  get processes(): number {
    return this.#limit
  }

  run(task: DetectTask): Promise<DetectAnswer>
  run(task: EstimateTask): Promise<EstimateAnswer>
  /** @throws ResightError `crashed`, `timed-out`, `cancelled` (closed), `internal` (OpenCV refused) */
  run(task: FeatureTask): Promise<DetectAnswer | EstimateAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed())
      const finish = (reply: FeatureReply | ResightError): void => {
        if (reply instanceof ResightError) reject(reply)
        else if ('failure' in reply) reject(new ResightError('internal', `Looking for keypoints: ${reply.failure}`))
        else resolve(reply.answer)
      }
      this.#waiting.push({ id: this.#nextId++, task, finish })
      this.#dispatch()
    })
  }

  /** Ends the processes; what waits or is under way is cancelled. */
  close(): void {
    this.#isClosed = true
    for (const job of this.#waiting.splice(0)) job.finish(closed())
    for (const worker of [...this.#idle, ...this.#busy]) worker.end(closed())
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const [free] = this.#idle
      if (free === undefined && this.#busy.size >= this.#limit) return
      const worker = free ?? new Worker(this.#timeLimitMs, (gone) => this.#forget(gone))
      this.#idle.delete(worker)
      this.#busy.add(worker)
      worker.perform(this.#waiting.shift()!, () => {
        if (this.#busy.delete(worker)) this.#idle.add(worker)
        this.#dispatch()
      })
    }
  }

  #forget(worker: Worker): void {
    this.#idle.delete(worker)
    this.#busy.delete(worker)
    if (!this.#isClosed) this.#dispatch()
  }
}

/** One process, one task at a time. */
class Worker {
  readonly #child: ModuleProcess
  readonly #timeLimitMs: number
  #job: Job | null = null
  #whenDone: () => void = () => undefined
  #clock: NodeJS.Timeout | undefined

  constructor(timeLimitMs: number, onGone: (worker: Worker) => void) {
    this.#timeLimitMs = timeLimitMs
    const options = { execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...process.env, NODE_OPTIONS: '' } }
    this.#child = startModule(WORKER, options, {
      onMessage: (message) => this.#receive(message as FeatureReply),
      onExit: (reason) => {
        this.#settle(new ResightError('crashed', `Looking for keypoints failed: ${reason}`))
        onGone(this)
      },
    })
  }

  perform(job: Job, whenDone: () => void): void {
    this.#job = job
    this.#whenDone = whenDone
    this.#child.hold(true)
    this.#clock = setTimeout(() => {
      this.end(new ResightError('timed-out', `Looking for keypoints took more than ${this.#timeLimitMs / 1000} s`))
    }, this.#timeLimitMs)
    this.#child.send({ id: job.id, task: job.task })
  }

  end(reason: ResightError): void {
    this.#settle(reason)
    this.#child.kill()
  }

  #receive(reply: FeatureReply): void {
    if (reply.id !== this.#job?.id) return
    this.#settle(reply)
    // Whoever is done does not wait for an idle process.
    this.#child.hold(false)
    this.#whenDone()
  }

  #settle(reply: FeatureReply | ResightError): void {
    clearTimeout(this.#clock)
    this.#job?.finish(reply)
    this.#job = null
  }
}

function closed(): ResightError {
  return new ResightError('cancelled', 'Looking for keypoints was stopped')
}
