/**
 * What a utility process of Electron has and a worker thread lacks: `process.parentPort`, whose messages carry ports,
 * and an end of its own. Then runs the module.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { asMessagePortMain, type Listener } from './message-ports.ts'

const port = asMessagePortMain(parentPort as MessagePort)
const utilityPort = Object.assign(port, {
  once(event: 'message', listener: Listener) {
    const heard: Listener = (message) => {
      port.off(event, heard)
      listener(message)
    }
    return port.on(event, heard)
  },
})
Object.assign(process, {
  parentPort: utilityPort,
  // A thread shares its process with the test.
  kill: (_pid: number, signal?: string | number) => signal === 0 || process.exit(137),
})
await import(workerData as string)
port.start()
