import type { FastifyInstance } from 'fastify'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { refusal } from './errors.ts'

const HEARTBEAT_MS = 15_000
const MAX_LISTENERS = 64
/** A reader this far behind is cut off; it comes back and is told how things stand. */
const MAX_BEHIND_BYTES = 1024 * 1024

/** `GET /api/events`: every ShellEvent as a server-sent event, beginning with how things stand. */
export function serveEvents(app: FastifyInstance, host: Pick<ShellHost, 'subscribe'>): void {
  const streams = new Set<() => void>()
  app.get('/api/events', { exposeHeadRoute: false }, (_request, reply) => {
    if (streams.size >= MAX_LISTENERS) {
      throw refusal('too-many', 'Resight is open in too many tabs. Close some of them and reload.')
    }
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    stream.write('retry: 1000\n\n')
    const send = (text: string): void => {
      if (stream.writableLength > MAX_BEHIND_BYTES) stream.destroy()
      else stream.write(text)
    }
    const unsubscribe = host.subscribe((event) => send(`data: ${JSON.stringify(event)}\n\n`))
    const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
    const end = (): void => void stream.end()
    streams.add(end)
    stream.on('error', () => undefined)
    stream.on('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      streams.delete(end)
    })
  })
  // A stream never ends by itself, and closing waits for every answer.
  app.addHook('preClose', async () => {
    for (const end of streams) end()
  })
}
