import { modulePath } from '../../core/processes/start-module.ts'
import type { Response } from '../../core/remote/protocol.ts'
import type { EngineProcess } from '../../core/remote/spawn.ts'
import type { Electron } from './electron.ts'
import { startModulesFor } from './start-modules.ts'

const ENTRY = modulePath('engine-entry', import.meta.url)
export const HELPERS: ReadonlySet<string> = new Set([
  modulePath('../../core/library/decode/worker', import.meta.url),
  modulePath('../../core/runtime/provider-child', import.meta.url),
])

/** The engine in a utility process, for the supervisor. */
export function spawnUtilityEngine(electron: Pick<Electron, 'MessageChannelMain' | 'utilityProcess'>): EngineProcess {
  const child = electron.utilityProcess.fork(ENTRY, [], { serviceName: 'Resight engine', stdio: 'inherit' })
  const engine = new electron.MessageChannelMain()
  const modules = new electron.MessageChannelMain()
  const helpers = startModulesFor(electron, modules.port1, HELPERS)
  child.postMessage(null, [engine.port2, modules.port2])
  child.once('exit', () => helpers.killAll())
  return {
    get pid() {
      return child.pid
    },
    port: {
      post: (message) => engine.port1.postMessage(message),
      onMessage: (listener) => {
        engine.port1.on('message', ({ data }) => listener(data as Response))
        engine.port1.start()
      },
    },
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => {
      if (child.pid === undefined) child.kill()
      else process.kill(child.pid, 'SIGKILL')
    },
  }
}
