import { fork } from 'node:child_process'
import type { ModuleEvents, ModuleOptions, ModuleProcess } from './module-process.ts'

/** A ModuleProcess as a child of plain Node: `child_process.fork`, structured clones over its channel. */
export function forkModule(file: string, options: ModuleOptions, events: ModuleEvents): ModuleProcess {
  const child = fork(file, [], {
    serialization: 'advanced',
    // Decoders and drivers write what they think to both; nobody reads it here.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [...options.execArgv],
    env: options.env,
  })
  let ended = false
  const end = (reason: string): void => {
    if (ended) return
    ended = true
    events.onExit(reason)
  }
  child.on('message', (message) => events.onMessage(message))
  child.once('exit', (code, signal) => end(`its process ended with ${signal ?? code}`))
  // Also told of a message that could not be sent, later on: 'exit' follows then.
  child.on('error', (error) => {
    if (child.pid === undefined) end(`its process did not start: ${error.message}`)
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => {
      child.send(message as object, () => undefined)
    },
    kill: () => {
      child.kill('SIGKILL')
    },
    hold: (isHeld) => {
      if (isHeld) child.ref()
      else child.unref()
      if (isHeld) child.channel?.ref()
      else child.channel?.unref()
    },
  }
}
