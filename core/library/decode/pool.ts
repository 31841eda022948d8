import { availableParallelism } from 'node:os'
import { assertNever, invalidArgument, ResightError } from '../../types.ts'
import {
  PhotoError,
  type DecodedPhoto,
  type DecodePool,
  type DecodePoolOptions,
  type DecodeRequest,
} from '../decoded.ts'
import type { Task, TaskFailure, TaskResult } from './protocol.ts'
import { WorkerProcess, type Death, type WorkerLimits } from './worker-process.ts'

const DEFAULTS = {
  timeLimitMs: 30_000,
  maxPixels: 400e6,
  maxFileBytes: 1 << 30,
  maxWorkerBytes: 1 << 30,
} as const
const MAX_DEFAULT_WORKERS = 8

/** Tasks a worker holds, so that it starts on the next one without waiting for the pool to hear of the last. */
const QUEUE_DEPTH = 2

/** A worker that keeps more than this after a task (WebAssembly memory never shrinks) is replaced when it has time. */
const RETIRE_BYTES = 350e6

/** A native crash may be the machine's doing; a file that does it twice is to blame. */
const MAX_CRASHES = 2

const CLOSE_LIMIT_MS = 2000

/** Workers that die before they start mean that none will, e.g. in a broken installation. */
const MAX_FAILED_STARTS = 3

/** Opens a pool; its processes start with the first calls. @throws ResightError `invalid-argument` */
export function openDecodePool(options: DecodePoolOptions = {}): DecodePool {
  checkOptions(options)
  return new Pool(options)
}

interface Job {
  readonly id: number
  readonly task: Task
  readonly path: string
  crashes: number
  /** null: waiting */
  worker: WorkerProcess | null
  readonly finish: (outcome: TaskResult | Error) => void
}

class Pool implements DecodePool {
  readonly workers: number
  readonly #limits: WorkerLimits
  readonly #running = new Set<WorkerProcess>()
  readonly #retiring = new Set<WorkerProcess>()
  readonly #jobs = new Map<number, Job>()
  /** Jobs no worker has; those of a dead worker come back to the front. */
  #waiting: Job[] = []
  #nextId = 1
  #failedStarts = 0
  #closed: Promise<void> | null = null
  #whenEmpty: (() => void) | null = null
  readonly #killAll = (): void => this.#everyWorker((worker) => worker.kill('closed'))

  constructor(options: DecodePoolOptions) {
    this.workers = options.workers ?? Math.min(MAX_DEFAULT_WORKERS, Math.max(2, availableParallelism()))
    this.#limits = {
      timeLimitMs: options.timeLimitMs ?? DEFAULTS.timeLimitMs,
      maxWorkerBytes: options.maxWorkerBytes ?? DEFAULTS.maxWorkerBytes,
      decode: {
        maxPixels: options.maxPixels ?? DEFAULTS.maxPixels,
        maxFileBytes: options.maxFileBytes ?? DEFAULTS.maxFileBytes,
      },
    }
    // 'disconnect' ends the workers too, but one that hangs would not hear it.
    process.on('exit', this.#killAll)
  }

  async hash(path: string, signal?: AbortSignal): Promise<string> {
    const result = await this.#run({ kind: 'hash', path }, path, signal)
    if (result.kind !== 'hash') throw new ResightError('internal', `A worker answered for ${path} what was not asked`)
    return result.contentHash
  }

  async decode(request: DecodeRequest, signal?: AbortSignal): Promise<DecodedPhoto> {
    const result = await this.#run({ kind: 'decode', request }, request.path, signal)
    if (result.kind !== 'decode')
      throw new ResightError('internal', `A worker answered for ${request.path} what was not asked`)
    return result.photo
  }

  async close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      process.off('exit', this.#killAll)
      for (const job of [...this.#jobs.values()]) this.#settle(job, cancelled(job.path))
      this.#whenEmpty = resolve
      if (this.#running.size + this.#retiring.size === 0) resolve()
      // A process that hangs in the file system can't be killed until that answers; quitting does not wait for it.
      setTimeout(resolve, CLOSE_LIMIT_MS).unref()
      this.#killAll()
    })
    await this.#closed
  }

  #run(task: Task, path: string, signal: AbortSignal | undefined): Promise<TaskResult> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null || signal?.aborted === true) return reject(cancelled(path))
      const onAbort = (): void => this.#abort(job)
      const job: Job = {
        id: this.#nextId++,
        task,
        path,
        crashes: 0,
        worker: null,
        finish: (outcome) => {
          signal?.removeEventListener('abort', onAbort)
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#jobs.set(job.id, job)
      this.#waiting.push(job)
      this.#dispatch()
    })
  }

  /** The caller is let go at once; a worker that has the job finishes it for nobody, as killing it would cost more. */
  #abort(job: Job): void {
    this.#waiting = this.#waiting.filter((other) => other !== job)
    this.#settle(job, cancelled(job.path))
  }

  #settle(job: Job, outcome: TaskResult | Error): void {
    if (this.#jobs.delete(job.id)) job.finish(outcome)
  }

  /** Gives waiting jobs to the least busy workers, starting more while there are fewer than wanted. */
  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#closed === null) {
      const worker = this.#freeWorker()
      if (worker === null) return
      const job = this.#waiting.shift()
      if (job === undefined) return
      job.worker = worker
      worker.send(job.id, job.task)
    }
  }

  #freeWorker(): WorkerProcess | null {
    let best: WorkerProcess | null = null
    for (const worker of this.#running) if (best === null || worker.load < best.load) best = worker
    if (best !== null && (best.load === 0 || (this.#running.size >= this.workers && best.load < QUEUE_DEPTH)))
      return best
    return this.#running.size < this.workers ? this.#startWorker() : null
  }

  #startWorker(): WorkerProcess {
    const worker: WorkerProcess = new WorkerProcess(this.#limits, {
      onDone: (id, outcome, rssBytes) => this.#onDone(worker, id, outcome, rssBytes),
      onDeath: (death, unfinished, wasReady) => this.#onDeath(worker, death, unfinished, wasReady),
    })
    this.#running.add(worker)
    return worker
  }

  #onDone(worker: WorkerProcess, id: number, outcome: TaskResult | TaskFailure, rssBytes: number): void {
    this.#failedStarts = 0
    const job = this.#jobs.get(id)
    if (job !== undefined) this.#settle(job, 'kind' in outcome ? outcome : toError(job.path, outcome))
    if (rssBytes > RETIRE_BYTES && this.#running.delete(worker)) this.#retiring.add(worker)
    if (this.#retiring.has(worker) && worker.load === 0) worker.kill('closed')
    this.#dispatch()
  }

  #onDeath(worker: WorkerProcess, death: Death, unfinished: readonly number[], wasReady: boolean): void {
    this.#running.delete(worker)
    this.#retiring.delete(worker)
    if (this.#running.size + this.#retiring.size === 0) this.#whenEmpty?.()
    if (this.#closed !== null) return
    if (!wasReady && ++this.#failedStarts >= MAX_FAILED_STARTS) this.#giveUp(unfinished)
    const [current] = unfinished
    const culprit = current === undefined || !wasReady ? undefined : this.#jobs.get(current)
    if (culprit !== undefined && isToBlame(culprit, death))
      this.#settle(culprit, deathError(culprit.path, death, this.#limits))
    this.#waiting.unshift(...unfinished.map((id) => this.#jobs.get(id)).filter((job) => job !== undefined))
    this.#dispatch()
  }

  /** Rejects everything; what comes later may try again. */
  #giveUp(unfinished: readonly number[]): void {
    this.#failedStarts = 0
    const ids = [...unfinished, ...this.#waiting.splice(0).map(({ id }) => id)]
    const remedy = 'Run `resight doctor`; it says what is missing.'
    for (const id of ids) {
      const job = this.#jobs.get(id)
      const message = `${job?.path}: the processes that read photos do not start`
      if (job !== undefined) this.#settle(job, new ResightError('internal', message, { remedy }))
    }
  }

  #everyWorker(act: (worker: WorkerProcess) => void): void {
    for (const worker of [...this.#running, ...this.#retiring]) act(worker)
  }
}

/** Counts a crash. A task whose worker was ended for the pool's own reasons is done again. */
function isToBlame(job: Job, death: Death): boolean {
  return death === 'timed-out' || death === 'too-large' || (death === 'crashed' && ++job.crashes >= MAX_CRASHES)
}

function deathError(path: string, death: Death, limits: WorkerLimits): PhotoError {
  switch (death) {
    case 'timed-out': {
      const seconds = `${limits.timeLimitMs / 1000} seconds`
      return new PhotoError(death, path, `Reading the photo took more than ${seconds}. Export it as a smaller JPEG.`)
    }
    case 'too-large': {
      const megabytes = `${Math.round(limits.maxWorkerBytes / 1e6)} MB`
      const reason = `Reading the photo took more than ${megabytes} of memory. Export it as a smaller JPEG.`
      return new PhotoError(death, path, reason)
    }
    case 'crashed':
      return new PhotoError(death, path, 'The photo made its reader crash; it may be damaged. Export it as JPEG again.')
    case 'closed':
      return cancelled(path)
    default:
      return assertNever(death)
  }
}

function toError(path: string, { code, message, reason }: TaskFailure): ResightError {
  return reason === null ? new ResightError(code, message) : new PhotoError(code, path, reason)
}

function cancelled(path: string): PhotoError {
  return new PhotoError('cancelled', path, 'Reading was stopped.')
}

function checkOptions(options: DecodePoolOptions): void {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw invalidArgument(name, 'a whole number above 0', value)
}
