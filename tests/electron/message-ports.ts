import { MessageChannel, type MessagePort, type Transferable } from 'node:worker_threads'

interface Wire {
  readonly data: unknown
  readonly ports: readonly MessagePort[]
}
export type Listener = (event: { readonly data: unknown; readonly ports: readonly PortMain[] }) => void

const natives = new WeakMap<PortMain, MessagePort>()

/** Electron's MessagePortMain by a port of Node: events that carry ports, and silence until `start`. */
export interface PortMain {
  on(event: 'message' | 'close', listener: Listener): PortMain
  off(event: 'message' | 'close', listener: Listener): PortMain
  postMessage(data: unknown, ports?: readonly PortMain[]): void
  start(): void
  close(): void
}

/** @param native a MessagePort, or a Worker or `parentPort`, which are ports but for their type */
export function asMessagePortMain(native: MessagePort): PortMain {
  const listeners = new Set<Listener>()
  const closers = new Set<Listener>()
  const early: Wire[] = []
  let isStarted = false
  const deliver = ({ data, ports }: Wire): void => {
    const event = { data, ports: ports.map(asMessagePortMain) }
    for (const listener of [...listeners]) listener(event)
  }
  native.on('message', (wire: Wire) => {
    if (isStarted) deliver(wire)
    else early.push(wire)
  })
  native.on('close', () => {
    for (const closer of closers) closer({ data: null, ports: [] })
  })
  const port: PortMain = {
    on: (event, listener) => {
      ;(event === 'message' ? listeners : closers).add(listener)
      return port
    },
    off: (_event, listener) => {
      listeners.delete(listener)
      closers.delete(listener)
      return port
    },
    postMessage: (data, ports = []) => {
      const sent = ports.map((other) => natives.get(other)).filter((other) => other !== undefined)
      const wire: Wire = { data, ports: sent }
      native.postMessage(wire, sent as readonly Transferable[] as Transferable[])
    },
    start: () => {
      if (isStarted) return
      isStarted = true
      // As in Electron, not before the one who starts it has set its listeners.
      queueMicrotask(() => early.splice(0).forEach(deliver))
    },
    close: () => native.close(),
  }
  natives.set(port, native)
  return port
}

export class MessageChannelMain {
  readonly port1: PortMain
  readonly port2: PortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = asMessagePortMain(port1)
    this.port2 = asMessagePortMain(port2)
  }
}
