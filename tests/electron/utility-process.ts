import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker, type MessagePort } from 'node:worker_threads'
import type { ForkOptions } from 'electron'
import { asMessagePortMain, type PortMain } from './message-ports.ts'

const SHIM = fileURLToPath(new URL('utility-shim.ts', import.meta.url))

export interface Forked {
  readonly file: string
  readonly options: ForkOptions
  readonly process: StandInUtilityProcess
}

/** A utility process by a worker thread: the module really runs, and what crosses is really cloned or transferred. */
export class StandInUtilityProcess extends EventEmitter {
  /** A thread has none of its own. */
  readonly pid = undefined
  readonly #worker: Worker
  readonly #port: PortMain

  constructor(file: string, options: ForkOptions) {
    super()
    // V8's own options are a process's, not a thread's.
    const execArgv = (options.execArgv ?? []).filter((option) => !/^--(expose|max)/.test(option))
    this.#worker = new Worker(SHIM, {
      workerData: file,
      execArgv,
      env: (options.env ?? process.env) as NodeJS.Dict<string>,
    })
    this.#port = asMessagePortMain(this.#worker as unknown as MessagePort)
    this.#port.on('message', ({ data }) => this.emit('message', data))
    this.#port.start()
    this.#worker.once('online', () => this.emit('spawn'))
    this.#worker.once('exit', (code) => this.emit('exit', code))
    this.#worker.on('error', (error: Error) => process.stderr.write(`${file}: ${error.stack}\n`))
  }

  postMessage(message: unknown, transfer: readonly PortMain[] = []): void {
    this.#port.postMessage(message, transfer)
  }

  kill(): boolean {
    void this.#worker.terminate()
    return true
  }
}
