import type { MessagePortMain, UtilityProcess } from 'electron'
import type { Electron } from './electron.ts'
import type { ModuleNews, ModuleRequest } from './module-messages.ts'

/**
 * Starts the engine's helpers (photo decoders, device probes) as utility processes on its behalf: the fuse that would
 * let the engine start Electron as plain Node is off. Data go from the engine to its helper directly, over a port.
 *
 * @param allowed the files that may be started: a hijacked engine must not choose
 */
export function startModulesFor(
  { MessageChannelMain, utilityProcess }: Pick<Electron, 'MessageChannelMain' | 'utilityProcess'>,
  engine: MessagePortMain,
  allowed: ReadonlySet<string>,
): { readonly killAll: () => void } {
  const running = new Map<number, UtilityProcess>()
  const tell = (news: ModuleNews, ports: MessagePortMain[] = []): void => engine.postMessage(news, ports)

  function start({ key, file, execArgv, env }: Extract<ModuleRequest, { kind: 'start' }>): void {
    if (!allowed.has(file)) return tell({ kind: 'exited', key, reason: `${file} is not a module of the app` })
    const child = utilityProcess.fork(file, [], {
      serviceName: 'Resight helper',
      stdio: 'ignore',
      execArgv: [...execArgv],
      env,
    })
    running.set(key, child)
    child.once('spawn', () => {
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage(null, [port1])
      tell({ kind: 'started', key, pid: child.pid }, [port2])
    })
    child.once('exit', (code) => {
      running.delete(key)
      tell({ kind: 'exited', key, reason: `its process ended with ${code}` })
    })
  }

  engine.on('message', ({ data }) => {
    const request = data as ModuleRequest
    if (request.kind === 'start') start(request)
    else kill(running.get(request.key))
  })
  engine.start()
  return {
    killAll: () => {
      for (const child of running.values()) kill(child)
    },
  }
}

/** A decoder that hangs in a system call or a loop does not hear a polite request. */
function kill(child: UtilityProcess | undefined): void {
  if (child === undefined) return
  if (child.pid === undefined) child.kill()
  else process.kill(child.pid, 'SIGKILL')
}
