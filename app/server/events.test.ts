import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { fastify } from 'fastify'
import type { ShellEvent } from '../../core/api/shell.ts'
import { sendFailure } from './errors.ts'
import { serveEvents } from './events.ts'

/** A host whose events the test makes, behind a server on a free port. */
async function start(t: { after(end: () => Promise<void>): void }) {
  const listeners = new Set<(event: ShellEvent) => void>()
  const app = fastify()
  app.setErrorHandler((error, _request, reply) => sendFailure(reply, error))
  serveEvents(app, {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
  t.after(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const emit = (event: ShellEvent): void => listeners.forEach((listener) => listener(event))
  return { app, port, listeners, emit }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(isSo())
}

const REQUEST = 'GET /api/events HTTP/1.1\r\nhost: x\r\n\r\n'
const LONG: ShellEvent = { kind: 'engine', state: 'ready', message: 'x'.repeat(50_000) }

test('a reader that reads nothing is cut off; the others go on', async (t) => {
  const { port, listeners, emit } = await start(t)
  const lazy = connect(port, '127.0.0.1')
  lazy.on('error', () => undefined)
  lazy.pause()
  lazy.write(REQUEST)
  await until(() => listeners.size === 1)
  let received = 0
  const eager = connect(port, '127.0.0.1')
  eager.on('data', (chunk) => (received += chunk.length))
  eager.write(REQUEST)
  await until(() => listeners.size === 2)
  // More than the kernel holds for a connection of this machine.
  let sent = 0
  while (listeners.size === 2 && sent < 2000) {
    emit(LONG)
    sent += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => listeners.size === 1)
  await until(() => received > sent * 50_000)
  eager.destroy()
  await until(() => listeners.size === 0)
  lazy.destroy()
})

test('so many listeners and no more; one that leaves makes room', async (t) => {
  const { port, listeners } = await start(t)
  const sockets = Array.from({ length: 64 }, () => connect(port, '127.0.0.1'))
  for (const socket of sockets) socket.write(REQUEST)
  await until(() => listeners.size === 64)
  const refused = await fetch(`http://127.0.0.1:${port}/api/events`)
  assert.equal(refused.status, 429)
  assert.equal(((await refused.json()) as { code: string }).code, 'too-many')
  sockets[0]!.destroy()
  await until(() => listeners.size === 63)
  const controller = new AbortController()
  const admitted = await fetch(`http://127.0.0.1:${port}/api/events`, { signal: controller.signal })
  assert.equal(admitted.status, 200)
  controller.abort()
  for (const socket of sockets) socket.destroy()
})

test('closing the server ends the streams', async (t) => {
  const { app, port, listeners } = await start(t)
  const socket = connect(port, '127.0.0.1')
  socket.resume()
  socket.write(REQUEST)
  await until(() => listeners.size === 1)
  const closed = once(socket, 'close')
  await app.close()
  await closed
  assert.equal(listeners.size, 0)
})
