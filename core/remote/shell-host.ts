import { join } from 'node:path'
import type { EngineOptions } from '../api.ts'
import type { ProjectFileJob } from '../api/photo-id.ts'
import type { About, CallName, Calls, Job, ShellEvent } from '../api/shell.ts'
import { browseFolders } from './browse-folders.ts'
import { deleteLibrary } from './delete-library.ts'
import { withoutFileParts } from './file-parts.ts'
import { JobQueue } from './jobs.ts'
import type { EngineCallName, EngineCalls, HostCallName } from './protocol.ts'
import { parseArguments } from './schemas.ts'
import { Supervisor, type SupervisorOptions } from './supervisor.ts'
import { packageVersion } from './version.ts'

export interface ShellHostOptions extends Pick<
  SupervisorOptions,
  'spawn' | 'backOffMs' | 'healthyMs' | 'retryAfterMs' | 'closeMs'
> {
  readonly engine: EngineOptions
  /** Whether a query may name any file of this machine. Default false: only files of indexed photos. */
  readonly opensFiles?: boolean
}

/** After which calls whatever was read before is stale. The history of searches is its reader's own affair. */
const CHANGING: ReadonlySet<CallName> = new Set<CallName>([
  'remove',
  'createAlbum',
  'renameAlbum',
  'deleteAlbum',
  'addToAlbum',
  'removeFromAlbum',
  'removeModel',
  'forgetSpace',
  'changeSettings',
  'createProject',
  'saveProject',
  'deleteProject',
  'saveEncounter',
  'removeEncounter',
  'putPhotos',
  'takePhotos',
  'importCsv',
  'saveAnnotation',
  'removeAnnotation',
  'searchAll',
  'decide',
  'undo',
  'saveIndividual',
  'mergeIndividuals',
  'splitIndividual',
  'accept',
])

/**
 * Everything behind a shell's windows or tabs: one supervised engine, its jobs, and the calls of the contract with their
 * arguments checked. A server or a desktop's main process only carries what comes in and out.
 */
export class ShellHost {
  readonly #options: ShellHostOptions
  readonly #listeners = new Set<(event: ShellEvent) => void>()
  readonly #supervisor: Supervisor
  readonly #jobs: JobQueue
  readonly #hostCalls: Pick<Calls, HostCallName>

  constructor(options: ShellHostOptions) {
    this.#options = options
    const emit = (event: ShellEvent): void => this.#emit(event)
    this.#supervisor = new Supervisor({ ...options, onEvent: emit })
    const supervisor = this.#supervisor
    this.#jobs = new JobQueue({
      begin: async (request, onProgress) => (await supervisor.client()).job(request, onProgress),
      onChange: (job) => emit({ kind: 'job', job }),
      onLibraryChange: () => emit({ kind: 'library' }),
    })
    const jobs = this.#jobs
    this.#hostCalls = {
      startJob: async (request) => jobs.start(request),
      jobs: async () => jobs.list(),
      pauseJob: async (jobId) => jobs.pause(jobId),
      resumeJob: async (jobId) => jobs.resume(jobId),
      cancelJob: async (jobId) => jobs.cancel(jobId),
      browseFolders,
      deleteEverything: async () => {
        await this.#deleteEverything()
      },
      about: async () => this.#about(),
    }
  }

  /** Of the engine's process, while there is one. */
  get enginePid(): number | undefined {
    return this.#supervisor.pid
  }

  /**
   * Answers a call that came from outside.
   * @param args anything; checked here against the contract
   * @throws ResightError `invalid-argument`, `not-found` (no such call), RemoteError
   */
  async call(name: string, args: unknown, signal?: AbortSignal): Promise<unknown> {
    const checked = parseArguments(name, args)
    const opensFiles = this.#options.opensFiles ?? false
    const safe = opensFiles
      ? checked.args
      : await withoutFileParts(checked, (paths) => this.engine('photoIds', [paths]))
    const answer = await this.#answer(checked.name, safe, signal)
    if (CHANGING.has(checked.name)) this.#emit({ kind: 'library' })
    return answer
  }

  /** For the shell itself: pictures' bytes, and whatever it asks with arguments of its own. */
  engine<N extends EngineCallName>(
    name: N,
    args: Parameters<EngineCalls[N]>,
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<EngineCalls[N]>>> {
    return this.#supervisor.call(name, args, signal)
  }

  /** What a listener that comes later has missed, and from then on every event. @returns how to stop */
  subscribe(listener: (event: ShellEvent) => void): () => void {
    listener(this.#supervisor.state)
    for (const job of this.#jobs.list().toReversed()) listener({ kind: 'job', job })
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Folder of the library. */
  get library(): string {
    return this.#options.engine.library
  }

  /** Begins a job that no page may ask for. @returns it, and how it ends */
  fileJob(request: ProjectFileJob): { readonly job: Job; readonly ended: Promise<Job> } {
    const job = this.#jobs.start(request)
    return { job, ended: this.#jobs.ended(job.jobId) }
  }

  /** Whether jobs are under way. */
  get isBusy(): boolean {
    return this.#jobs.list().some(({ state }) => state === 'running' || state === 'queued')
  }

  /** Ends jobs with the batch in hand and closes the engine. */
  async close(): Promise<void> {
    void this.#jobs.hold()
    await this.#supervisor.close()
  }

  #answer(name: CallName, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    if (name in this.#hostCalls) {
      return (this.#hostCalls[name as HostCallName] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
    }
    return this.#supervisor.call(name as EngineCallName, args as Parameters<EngineCalls[EngineCallName]>, signal)
  }

  async #deleteEverything(): Promise<void> {
    await this.#jobs.hold()
    try {
      await this.#supervisor.whileStopped(() => deleteLibrary(this.#options.engine.library))
    } finally {
      this.#jobs.release()
      this.#emit({ kind: 'library' })
    }
  }

  #emit(event: ShellEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  #about(): About {
    const { library } = this.#options.engine
    return { version: packageVersion(), library, modelsFolder: join(library, 'models'), platform: platformName() }
  }
}

function platformName(): string {
  return `${process.platform} ${process.arch}, Node ${process.versions.node}`
}
