import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forkModule } from './fork-module.ts'
import type { ModuleEvents, ModuleOptions, ModuleProcess, StartModule } from './module-process.ts'

let starter: StartModule = forkModule

/**
 * How this program starts processes from now on. Once, at its start, by a program for which `child_process.fork` is not
 * the way: Electron's utility processes are started by its main process.
 */
export function startModulesWith(start: StartModule): void {
  starter = start
}

export function startModule(file: string, options: ModuleOptions, events: ModuleEvents): ModuleProcess {
  return starter(file, options, events)
}

/**
 * The path of a module beside another one, in TypeScript where that is run as it is and in JavaScript where it was
 * compiled for the desktop app.
 *
 * @param name without extension @param beside `import.meta.url` of the other
 */
export function modulePath(name: string, beside: string): string {
  return fileURLToPath(new URL(`${name}${extname(new URL(beside).pathname)}`, beside))
}
