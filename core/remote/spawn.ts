import { fork } from 'node:child_process'
import { modulePath } from '../processes/start-module.ts'
import type { HostPort, Response } from './protocol.ts'

/** A process that the supervisor started, or the likeness of one. */
export interface EngineProcess {
  readonly port: HostPort
  /** `reason` is for a person: `killed by SIGKILL`, `exit code 134`. Every listener is told once, also a late one. */
  onExit(listener: (reason: string) => void): void
  /** Ends it at once, whatever it is at. */
  kill(): void
  readonly pid: number | undefined
}

export type SpawnEngine = () => EngineProcess

const ENTRY = modulePath('engine-entry', import.meta.url)

/** The engine as a child process of Node, its messages over IPC, what it prints on this process's standard error. */
export function forkEngine(): EngineProcess {
  const child = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] })
  const exit = Promise.withResolvers<string>()
  child.on('exit', (code, signal) => exit.resolve(signal === null ? `exit code ${code ?? '?'}` : `killed by ${signal}`))
  // Told also of a message that could not be sent; 'exit' follows then.
  child.on('error', (error) => {
    if (child.pid === undefined) exit.resolve(`it did not start: ${error.message}`)
  })
  return {
    get pid() {
      return child.pid
    },
    port: {
      // To a child that has just died a message is lost; its 'exit' tells whoever waits.
      post: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on('message', (message) => listener(message as Response)),
    },
    onExit: (listener) => void exit.promise.then(listener),
    kill: () => void child.kill('SIGKILL'),
  }
}
