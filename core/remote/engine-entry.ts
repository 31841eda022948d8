/** The engine's process, under Node or Electron: opens the library that its host names, and ends with its host. */
import { openEngine } from '../engine.ts'
import { connectParent } from '../processes/parent.ts'
import { answerHost } from './engine-process.ts'
import type { Request } from './protocol.ts'

/** How long an engine without a host may take to store what it has in hand. */
const ALONE_MS = 30_000

const parent = connectParent()
const port = {
  post: (message: unknown) => parent.send(message),
  onMessage: (listener: (message: Request) => void) => parent.onMessage((message) => listener(message as Request)),
}
const answering = answerHost(port, openEngine, () => {
  // What still runs in native threads has nothing left to write.
  setImmediate(() => process.exit(0))
})
parent.onGone(() => {
  void answering.close()
  // Nobody is left to end it if it does not end by itself; the catalogue survives that.
  setTimeout(() => process.exit(1), ALONE_MS)
})
// A terminal's Ctrl-C reaches the whole group; the host decides when this process ends.
process.on('SIGINT', () => undefined)
