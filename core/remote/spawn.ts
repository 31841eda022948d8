import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HostPort, Response } from './protocol.ts'

/** A process that the supervisor started, or the likeness of one. */
export interface EngineProcess {
  readonly port: HostPort
  /** `reason` is for a person: `killed by SIGKILL`, `exit code 134`. */
  onExit(listener: (reason: string) => void): void
  /** Ends it at once, whatever it is at. */
  kill(): void
  readonly pid: number | undefined
}

export type SpawnEngine = () => EngineProcess

/** The engine as a child process of Node, its messages over IPC, its standard error on this process's own. */
export function forkEngine(): EngineProcess {
  const child = fork(fileURLToPath(new URL('engine-entry.ts', import.meta.url)), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    pid: child.pid,
    port: {
      // To a child that has just died a message is lost; its 'exit' tells whoever waits.
      post: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on('message', (message) => listener(message as Response)),
    },
    onExit: (listener) => {
      let told = false
      const tell = (reason: string) => {
        if (!told) listener(reason)
        told = true
      }
      child.on('error', (error) => tell(error.message))
      child.on('exit', (code, signal) => tell(signal === null ? `exit code ${code ?? '?'}` : `killed by ${signal}`))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
