/**
 * The engine's process: a Node child process, a worker thread, or an Electron utility process. It opens the library that
 * the host names and ends with the host.
 */
import { parentPort as workerPort } from 'node:worker_threads'
import { openEngine } from '../engine.ts'
import { answerHost } from './engine-process.ts'
import type { EnginePort, Request, Response } from './protocol.ts'

/** What Electron puts on `process` in a utility process. */
interface UtilityProcess {
  readonly parentPort?: {
    postMessage(message: unknown): void
    on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  }
}

function parentsPort(): EnginePort {
  const utilityPort = (process as UtilityProcess).parentPort
  if (utilityPort !== undefined) {
    return {
      post: (message) => utilityPort.postMessage(message),
      onMessage: (listener) => utilityPort.on('message', ({ data }) => listener(data as Request)),
    }
  }
  if (workerPort !== null) {
    const port = workerPort
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', (message: Request) => listener(message)),
    }
  }
  return {
    // A host that is gone has no use for an answer; 'disconnect' ends this process.
    post: (message: Response) => void process.send?.(message, undefined, {}, () => undefined),
    onMessage: (listener) => void process.on('message', (message: Request) => listener(message)),
  }
}

const answering = answerHost(parentsPort(), openEngine, () => process.exit(0))
process.on('disconnect', () => void answering.close())
// A terminal's Ctrl-C reaches the whole group; the host decides when this process ends.
process.on('SIGINT', () => undefined)
