/** The other end of a ModuleProcess: how a module that was started so talks with who started it. */
export interface Parent {
  send(message: unknown): void
  /** Ends nothing by itself: the module stays as long as it listens. */
  onMessage(listener: (message: unknown) => void): void
  /** The starter is gone. */
  onGone(listener: () => void): void
  /** Stops listening, so that the process may end. */
  close(): void
}

/** A port of Electron's `process.parentPort`, as far as it is used here. */
interface Port {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}
interface ParentPort {
  once(event: 'message', listener: (event: { readonly ports: readonly Port[] }) => void): unknown
}

export function connectParent(): Parent {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }
  return parentPort === undefined ? overFork() : overPort(parentPort)
}

function overFork(): Parent {
  return {
    send: (message) => {
      // A parent that is gone is noticed by 'disconnect'; sending to it must not throw first.
      if (process.connected) process.send?.(message, undefined, {}, () => undefined)
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.on('disconnect', listener),
    close: () => {
      if (process.connected) process.disconnect()
    },
  }
}

/** In a utility process the first message brings the port that leads to the starter. */
function overPort(parentPort: ParentPort): Parent {
  const opened = new Promise<Port>((resolve) => {
    parentPort.once('message', ({ ports }) => {
      if (ports[0] !== undefined) resolve(ports[0])
    })
  })
  return {
    send: (message) => void opened.then((port) => port.postMessage(message)),
    onMessage: (listener) =>
      void opened.then((port) => {
        port.on('message', ({ data }) => listener(data))
        port.start()
      }),
    onGone: (listener) => void opened.then((port) => port.on('close', listener)),
    close: () => void opened.then((port) => port.close()),
  }
}
