/** The engine's utility process: starts its helpers by way of the main process, and is otherwise as everywhere. */
import { startModulesWith } from '../../core/processes/start-module.ts'
import '../../core/remote/engine-entry.ts'
import { modulesByMain } from './modules-by-main.ts'

// The first message brings two ports: one to the engine's host, which `connectParent` takes, and one for its helpers.
process.parentPort.once('message', ({ ports }) => {
  if (ports[1] !== undefined) startModulesWith(modulesByMain(ports[1]))
})
