import type { JobControl, Progress } from '../api.ts'
import type { Job, JobReport, JobRequest, PlainError } from '../api/shell.ts'
import { ResightError } from '../types.ts'
import type { RunningJob } from './engine-client.ts'
import { afterEngineDeath, traitsOf } from './job-traits.ts'
import { toPlainError } from './protocol.ts'

export interface JobQueueOptions {
  /** Begins a job in the engine. Rejects when there is no engine to begin it in. */
  readonly begin: (request: JobRequest, onProgress: JobControl['onProgress']) => Promise<RunningJob>
  /** The job as it is now; called at most five times a second a job, and at every change of its state. */
  readonly onChange: (job: Job) => void
  /** A job has changed what the library holds, or may have. */
  readonly onLibraryChange: () => void
  readonly now?: () => number
}

/** A job with what only the queue knows of it. */
interface Entry {
  job: Job
  /** Resolves with the job as it ended; never rejects. */
  readonly ended: PromiseWithResolvers<Job>
  running: RunningJob | null
  isCancelled: boolean
  /** Times that the engine died under it. */
  deaths: number
  reportedMs: number
  /** Tells the progress that was held back, should nothing follow it: a download may stand still. */
  later: NodeJS.Timeout | undefined
  libraryToldMs: number
  libraryToldDone: number
}

const PROGRESS_INTERVAL_MS = 200
/** What is shown of a library that grows need not be newer than this; every reader reads everything again. */
const LIBRARY_INTERVAL_MS = 4000
const KEPT = 10
/** In which what is done is stored as it comes. */
const STORING: ReadonlySet<Progress['phase']> = new Set(['encode', 'regions', 'features', 'compare'])

/**
 * Runs jobs by name: those that write the catalogue one at a time in the order asked for, the others beside them. A job
 * whose engine died under it begins again where its kind can go on from what is stored, and is reported failed otherwise.
 */
export class JobQueue {
  readonly #options: JobQueueOptions
  readonly #now: () => number
  /** By id, oldest first. */
  readonly #entries = new Map<number, Entry>()
  /** Handed to the engine, or about to be. */
  readonly #begun = new Set<Entry>()
  /** One promise, which never rejects, for each of them. */
  readonly #runs = new Set<Promise<void>>()
  #lastId = 0
  #isHeld = false

  constructor(options: JobQueueOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Those that run and the last ten that ended, newest first. */
  list(): readonly Job[] {
    return [...this.#entries.values()].map(({ job }) => job).reverse()
  }

  /** Begins a job, or queues it; the same request while one is under way is that one. */
  start(request: JobRequest): Job {
    const same = [...this.#entries.values()].find(
      ({ job, isCancelled }) =>
        !isCancelled && !hasEnded(job) && JSON.stringify(job.request) === JSON.stringify(request),
    )
    if (same !== undefined) return same.job
    const entry: Entry = {
      job: {
        jobId: ++this.#lastId,
        request,
        state: 'queued',
        progress: null,
        startedAt: new Date(this.#now()).toISOString(),
        error: null,
        report: null,
      },
      ended: Promise.withResolvers(),
      running: null,
      isCancelled: false,
      deaths: 0,
      reportedMs: -Infinity,
      later: undefined,
      libraryToldMs: this.#now(),
      libraryToldDone: 0,
    }
    this.#entries.set(entry.job.jobId, entry)
    this.#change(entry, {})
    this.#next()
    return entry.job
  }

  /** @throws ResightError `not-found` */
  pause(jobId: number): Job {
    const entry = this.#find(jobId)
    if (entry.job.state === 'running' || entry.job.state === 'queued') {
      entry.running?.pause(true)
      this.#change(entry, { state: 'paused' })
    }
    return entry.job
  }

  /** @throws ResightError `not-found` */
  resume(jobId: number): Job {
    const entry = this.#find(jobId)
    if (entry.job.state === 'paused') {
      entry.running?.pause(false)
      this.#change(entry, { state: this.#isBegun(entry) ? 'running' : 'queued' })
      this.#next()
    }
    return entry.job
  }

  /** What was done is kept. @throws ResightError `not-found` */
  cancel(jobId: number): Job {
    const entry = this.#find(jobId)
    if (hasEnded(entry.job)) return entry.job
    entry.isCancelled = true
    if (this.#isBegun(entry)) entry.running?.cancel()
    else this.#end(entry, { state: 'cancelled' })
    return entry.job
  }

  /** The job as it ended, however that was. @throws ResightError `not-found` */
  async ended(jobId: number): Promise<Job> {
    return this.#find(jobId).ended.promise
  }

  /** Cancels everything, and begins nothing until `release`. Resolves when no job is under way. */
  async hold(): Promise<void> {
    this.#isHeld = true
    for (const { job } of this.#entries.values()) this.cancel(job.jobId)
    await Promise.all(this.#runs)
  }

  release(): void {
    this.#isHeld = false
    this.#next()
  }

  #find(jobId: number): Entry {
    const entry = this.#entries.get(jobId)
    if (entry !== undefined) return entry
    throw new ResightError('not-found', `There is no job ${jobId} any more`, {
      remedy: 'Ask for the list of jobs again.',
    })
  }

  #isBegun(entry: Entry): boolean {
    return this.#begun.has(entry)
  }

  /** Begins whatever may begin. */
  #next(): void {
    if (this.#isHeld) return
    for (const entry of this.#entries.values()) {
      if (entry.job.state !== 'queued' || this.#isBegun(entry)) continue
      const { isAlone } = traitsOf(entry.job.request)
      if (isAlone && [...this.#begun].some(({ job }) => traitsOf(job.request).isAlone)) continue
      const run = this.#run(entry).finally(() => this.#runs.delete(run))
      this.#runs.add(run)
    }
  }

  async #run(entry: Entry): Promise<void> {
    this.#begun.add(entry)
    this.#change(entry, { state: 'running' })
    try {
      const running = await this.#options.begin(entry.job.request, (progress) => this.#progress(entry, progress))
      entry.running = running
      // Either may have been asked for while there was no engine yet.
      if (entry.job.state === 'paused') running.pause(true)
      if (entry.isCancelled) running.cancel()
      const report = await running.ended
      this.#begun.delete(entry)
      const state = entry.isCancelled && wasCancelled(report) ? 'cancelled' : 'done'
      this.#end(entry, { state, report })
    } catch (error) {
      this.#begun.delete(entry)
      this.#failed(entry, toPlainError(error))
    }
    this.#next()
  }

  #failed(entry: Entry, error: PlainError): void {
    entry.running = null
    if (entry.isCancelled) return this.#end(entry, { state: 'cancelled' })
    if (error.code !== 'engine-restarted') return this.#end(entry, { state: 'failed', error })
    entry.deaths += 1
    const verdict = afterEngineDeath(entry.job.request, entry.deaths)
    if (verdict === 'again') this.#change(entry, { state: entry.job.state === 'paused' ? 'paused' : 'queued' })
    else this.#end(entry, { state: 'failed', error: verdict })
  }

  #progress(entry: Entry, progress: NonNullable<Job['progress']>): void {
    const now = this.#now()
    const isNewPhase = progress.phase !== entry.job.progress?.phase
    const isLast = progress.done === progress.total
    // The photo that killed the engine is behind it: what follows is another matter.
    if (entry.deaths > 0 && STORING.has(progress.phase) && progress.done > 0) entry.deaths = 0
    const waitMs = entry.reportedMs + PROGRESS_INTERVAL_MS - now
    if (isNewPhase || isLast || waitMs <= 0) this.#change(entry, { progress })
    else {
      entry.job = { ...entry.job, progress }
      entry.later ??= setTimeout(() => this.#change(entry, {}), waitMs).unref()
    }
    const { changesLibrary } = traitsOf(entry.job.request)
    if (!changesLibrary || !STORING.has(progress.phase) || progress.done === entry.libraryToldDone) return
    if (now - entry.libraryToldMs < LIBRARY_INTERVAL_MS) return
    entry.libraryToldMs = now
    entry.libraryToldDone = progress.done
    this.#options.onLibraryChange()
  }

  #end(entry: Entry, end: Pick<Job, 'state'> & Partial<Job>): void {
    entry.running = null
    this.#change(entry, end)
    entry.ended.resolve(entry.job)
    if (traitsOf(entry.job.request).changesLibrary) this.#options.onLibraryChange()
    const ended = [...this.#entries.values()].filter(({ job }) => hasEnded(job))
    for (const { job } of ended.slice(0, -KEPT)) this.#entries.delete(job.jobId)
  }

  #change(entry: Entry, change: Partial<Job>): void {
    clearTimeout(entry.later)
    entry.later = undefined
    entry.job = { ...entry.job, ...change }
    entry.reportedMs = this.#now()
    this.#options.onChange(entry.job)
  }
}

export function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** A job that was cancelled in its last moment may have ended whole. */
function wasCancelled(report: JobReport): boolean {
  return report === null || typeof report !== 'object' || !('cancelled' in report) || report.cancelled
}
