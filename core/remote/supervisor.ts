import type { EngineOptions } from '../api.ts'
import type { PlainError, ShellEvent } from '../api/shell.ts'
import { EngineClient } from './engine-client.ts'
import type { EngineCallName, EngineCalls } from './protocol.ts'
import { RemoteError, toPlainError } from './protocol.ts'
import type { EngineProcess, SpawnEngine } from './spawn.ts'

export type EngineEvent = Extract<ShellEvent, { readonly kind: 'engine' }>

export interface SupervisorOptions {
  readonly engine: EngineOptions
  readonly spawn: SpawnEngine
  readonly onEvent: (event: EngineEvent) => void
  /** For tests: how long to wait before each start anew, ms; with the last death in a row the supervisor gives up. */
  readonly backOffMs?: readonly number[]
  /** A process that lived this long counts as healthy, ms. */
  readonly healthyMs?: number
  /** How long after giving up a call may try again, ms. */
  readonly retryAfterMs?: number
  /** Milliseconds of any steady clock. */
  readonly now?: () => number
  /** How long a closing engine may take, ms. */
  readonly closeMs?: number
}

const BACK_OFF_MS = [250, 1000, 4000, 10_000]
const HEALTHY_MS = 60_000
const RETRY_AFTER_MS = 5000
const CLOSE_MS = 20_000

const RESTARTED: PlainError = {
  code: 'engine-restarted',
  message: 'The engine stopped unexpectedly and is being started again. Nothing is lost; please try once more.',
}
const CLOSED: PlainError = { code: 'closed', message: 'Resight is closing.' }

/**
 * Keeps one engine's process alive. Calls wait for an engine that is starting; those under way when it dies are rejected
 * with `engine-restarted`. After several deaths in quick succession it gives up, says what to do, and tries again only
 * when asked something later.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #now: () => number
  #process: EngineProcess | null = null
  #client: EngineClient | null = null
  /** Settles when the engine that is starting is ready or will not be. */
  #ready: Promise<EngineClient>
  #state: EngineEvent = { kind: 'engine', state: 'starting', message: 'Opening the library …' }
  #deaths = 0
  #startedAtMs = 0
  #failedAtMs = 0
  #restart: NodeJS.Timeout | null = null
  #waitingForRestart: PromiseWithResolvers<EngineClient> | null = null
  /** What comes after the engine that died last; null while none has died since the last start. */
  #afterDeath: Promise<EngineClient> | null = null
  #isClosed = false
  /** While the library is closed on purpose: between `stop` and `start`. */
  #isStopped = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#ready = this.#start()
  }

  get state(): EngineEvent {
    return this.#state
  }

  /** For tests and for `doctor`. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** The engine, as soon as it is ready. @throws RemoteError when it will not be */
  async client(): Promise<EngineClient> {
    if (this.#isClosed) throw new RemoteError(CLOSED)
    const { retryAfterMs = RETRY_AFTER_MS } = this.#options
    if (this.#state.state === 'failed' && !this.#isStopped && this.#now() - this.#failedAtMs >= retryAfterMs) {
      this.#deaths = 0
      this.#ready = this.#start()
    }
    return this.#ready
  }

  async call<N extends EngineCallName>(
    name: N,
    args: Parameters<EngineCalls[N]>,
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<EngineCalls[N]>>> {
    return await (await this.client()).call(name, args, signal)
  }

  /** Closes the engine and keeps it closed, while `work` runs; then starts it again. Calls wait meanwhile. */
  async whileStopped(work: () => Promise<void>): Promise<void> {
    const resumed = Promise.withResolvers<EngineClient>()
    resumed.promise.catch(() => undefined)
    this.#isStopped = true
    const ready = this.#ready
    this.#ready = resumed.promise
    this.#say('restarting', 'The library is closed for a moment …')
    try {
      await ready.catch(() => undefined)
      await this.#stop()
      await work()
    } finally {
      this.#isStopped = false
      this.#deaths = 0
      this.#start().then(resumed.resolve, resumed.reject)
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#restart !== null) clearTimeout(this.#restart)
    this.#waitingForRestart?.reject(new RemoteError(CLOSED))
    await this.#stop()
  }

  async #stop(): Promise<void> {
    const process = this.#process
    const client = this.#client
    if (process === null || client === null) return
    this.#process = null
    this.#client = null
    const exited = new Promise<unknown>((resolve) => process.onExit(resolve))
    const timer = setTimeout(() => process.kill(), this.#options.closeMs ?? CLOSE_MS)
    await client.close()
    await exited
    clearTimeout(timer)
    client.lose(CLOSED)
  }

  #start(): Promise<EngineClient> {
    const ready = this.#launch()
    // Whoever asks gets the rejection; nobody may have asked.
    ready.catch(() => undefined)
    return ready
  }

  async #launch(): Promise<EngineClient> {
    this.#say(
      this.#deaths === 0 ? 'starting' : 'restarting',
      this.#deaths === 0 ? 'Opening the library …' : RESTARTED.message,
    )
    this.#startedAtMs = this.#now()
    this.#afterDeath = null
    const process = this.#options.spawn()
    const client = new EngineClient(process.port)
    this.#process = process
    this.#client = client
    process.onExit((reason) => this.#died(process, client, reason))
    try {
      await client.open(this.#options.engine)
    } catch (error) {
      if (this.#process !== process) {
        // It died while opening: the answer is the next one's.
        if (this.#afterDeath !== null) return this.#afterDeath
        throw error
      }
      this.#process = null
      this.#client = null
      process.kill()
      const plain = error instanceof RemoteError ? error : toPlainError(error)
      this.#fail(plain.message)
      throw error
    }
    this.#say('ready', '')
    return client
  }

  #died(process: EngineProcess, client: EngineClient, reason: string): void {
    const isCurrent = this.#process === process
    if (isCurrent) {
      this.#process = null
      this.#client = null
      if (this.#now() - this.#startedAtMs >= (this.#options.healthyMs ?? HEALTHY_MS)) this.#deaths = 0
      this.#deaths += 1
      this.#scheduleRestart(reason)
    }
    client.lose(isCurrent ? RESTARTED : CLOSED)
  }

  #scheduleRestart(reason: string): void {
    const delayMs = (this.#options.backOffMs ?? BACK_OFF_MS)[this.#deaths - 1]
    const waiting = (this.#waitingForRestart ??= Promise.withResolvers<EngineClient>())
    waiting.promise.catch(() => undefined)
    this.#ready = waiting.promise
    this.#afterDeath = waiting.promise
    if (delayMs === undefined) {
      this.#waitingForRestart = null
      const message =
        `The engine stopped ${this.#deaths} times in a row (${reason}). Your photos are untouched. ` +
        'Reload to try again; if that does not help, run `resight doctor`, which says what is wrong with this machine or library.'
      this.#fail(message)
      waiting.reject(new RemoteError({ code: 'engine-failed', message }))
      return
    }
    this.#say('restarting', RESTARTED.message)
    this.#restart = setTimeout(() => {
      this.#restart = null
      this.#waitingForRestart = null
      this.#launch().then(waiting.resolve, waiting.reject)
    }, delayMs)
  }

  #fail(message: string): void {
    this.#failedAtMs = this.#now()
    this.#say('failed', message)
  }

  #say(state: EngineEvent['state'], message: string): void {
    this.#state = { kind: 'engine', state, message }
    this.#options.onEvent(this.#state)
  }
}
