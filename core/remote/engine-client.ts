import type { EngineOptions, JobControl } from '../api.ts'
import type { EngineCallName, EngineCalls, HostPort, Response } from './protocol.ts'
import { RemoteError } from './protocol.ts'
import type { JobReport, JobRequest, PlainError } from '../api/shell.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  readonly onProgress: JobControl['onProgress']
}

/** A job in the engine's process, steered from outside. */
export interface RunningJob {
  readonly ended: Promise<JobReport>
  pause(paused: boolean): void
  cancel(): void
}

/** One engine's process as its host sees it, from its start to its end. */
export class EngineClient {
  readonly #port: HostPort
  readonly #waiting = new Map<number, Waiting>()
  readonly #closed = Promise.withResolvers<void>()
  #opening: PromiseWithResolvers<void> | null = null
  #lastId = 0
  #lost: PlainError | null = null

  constructor(port: HostPort) {
    this.#port = port
    port.onMessage((message) => this.#receive(message))
  }

  /** Calls and jobs under way. */
  get pending(): number {
    return this.#waiting.size
  }

  /** @throws PlainError when the library can't be opened */
  open(options: EngineOptions): Promise<void> {
    this.#opening = Promise.withResolvers()
    if (this.#lost !== null) this.#opening.reject(new RemoteError(this.#lost))
    else this.#port.post({ kind: 'open', options })
    return this.#opening.promise
  }

  /** @throws PlainError `cancelled` once `signal` is aborted, also where the engine was done before it heard of it */
  call<N extends EngineCallName>(
    name: N,
    args: Parameters<EngineCalls[N]>,
    signal?: AbortSignal,
  ): ReturnType<EngineCalls[N]> {
    const { id, answer } = this.#expect(undefined)
    const cancel = () => this.#post({ kind: 'cancel', id })
    this.#post({ kind: 'call', id, name, args })
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted === true) cancel()
    const wanted = answer.then((value) => {
      if (signal?.aborted === true) throw new RemoteError({ code: 'cancelled', message: `${name} was cancelled` })
      return value
    })
    return wanted.finally(() => signal?.removeEventListener('abort', cancel)) as ReturnType<EngineCalls[N]>
  }

  job(request: JobRequest, onProgress: JobControl['onProgress']): RunningJob {
    const { id, answer } = this.#expect(onProgress)
    this.#post({ kind: 'job', id, request })
    return {
      ended: answer as Promise<JobReport>,
      pause: (value) => this.#post({ kind: 'pause', id, paused: value }),
      cancel: () => this.#post({ kind: 'cancel', id }),
    }
  }

  /** Asks the engine to close; resolves when it has, or its process is gone. */
  close(): Promise<void> {
    this.#post({ kind: 'close' })
    return this.#closed.promise
  }

  /** The process is gone: whatever waits is told why. */
  lose(error: PlainError): void {
    this.#lost ??= error
    this.#opening?.reject(new RemoteError(error))
    for (const { reject } of this.#waiting.values()) reject(new RemoteError(error))
    this.#waiting.clear()
    this.#closed.resolve()
  }

  #post(message: Parameters<HostPort['post']>[0]): void {
    if (this.#lost === null) this.#port.post(message)
  }

  #expect(onProgress: JobControl['onProgress']): { readonly id: number; readonly answer: Promise<unknown> } {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    if (this.#lost !== null) reject(new RemoteError(this.#lost))
    else this.#waiting.set(id, { resolve, reject, onProgress })
    return { id, answer: promise }
  }

  #receive(message: Response): void {
    switch (message.kind) {
      case 'up':
        return
      case 'opened':
        return this.#opening?.resolve()
      case 'not-opened':
        return this.#opening?.reject(new RemoteError(message.error))
      case 'closed':
        return this.#closed.resolve()
      case 'progress':
        return this.#waiting.get(message.id)?.onProgress?.(message.progress)
      case 'answer':
        this.#waiting.get(message.id)?.resolve(message.value)
        return void this.#waiting.delete(message.id)
      case 'error':
        this.#waiting.get(message.id)?.reject(new RemoteError(message.error))
        return void this.#waiting.delete(message.id)
    }
  }
}
