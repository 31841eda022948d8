import type { MessagePortMain } from 'electron'
import type { ModuleEvents, ModuleProcess, StartModule } from '../../core/processes/module-process.ts'
import type { ModuleNews, ModuleRequest } from './module-messages.ts'

interface Started {
  readonly events: ModuleEvents
  /** What was sent before the port was there; null: it is. */
  waiting: unknown[] | null
  port: MessagePortMain | null
  pid: number | undefined
}

type Port = Pick<MessagePortMain, 'on' | 'postMessage' | 'start'>

/** In the engine's utility process: starts modules by asking the main process over `main`. */
export function modulesByMain(main: Port): StartModule {
  const started = new Map<number, Started>()
  let lastKey = 0
  const ask = (request: ModuleRequest): void => main.postMessage(request)

  main.on('message', ({ data, ports }) => {
    const news = data as ModuleNews
    const module = started.get(news.key)
    if (module === undefined) return
    if (news.kind === 'exited') {
      started.delete(news.key)
      module.events.onExit(news.reason)
      return
    }
    module.pid = news.pid
    module.port = ports[0] ?? null
    module.port?.on('message', (event) => module.events.onMessage(event.data))
    module.port?.start()
    for (const message of module.waiting ?? []) module.port?.postMessage(message)
    module.waiting = null
  })
  main.start()

  return (file, { execArgv, env }, events): ModuleProcess => {
    const key = ++lastKey
    const module: Started = { events, waiting: [], port: null, pid: undefined }
    started.set(key, module)
    ask({ kind: 'start', key, file, execArgv, env })
    return {
      get pid() {
        return module.pid
      },
      send: (message) => {
        if (module.waiting === null) module.port?.postMessage(message)
        else module.waiting.push(message)
      },
      kill: () => ask({ kind: 'kill', key }),
      // A utility process lives until it is ended, whatever it waits for.
      hold: () => undefined,
    }
  }
}
