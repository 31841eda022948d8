import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import type { Access } from './access.ts'
import { refusal } from './errors.ts'

/** 100,000 photo ids and room to spare. */
export const MAX_CALL_BYTES = 2 * 1024 * 1024
/** A table as text, its quotes and line ends escaped. */
const MAX_TABLE_CALL_BYTES = 48 * 1024 * 1024
const TABLE_CALLS = ['previewCsv', 'importCsv'] as const
/** A page asks for a few things at once; a flood is turned away before it fills the memory. */
const MAX_UNDER_WAY = 200

/** `POST /api/calls/:name`, the body a JSON list of arguments. */
export function serveCalls(app: FastifyInstance, host: ShellHost, access: Access): void {
  let underWay = 0
  async function answerCall(name: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (underWay >= MAX_UNDER_WAY) throw refusal('too-many', 'Too much is asked at once. Try again in a moment.')
    underWay += 1
    try {
      const answer = await host.call(name, request.body, gone(reply))
      // Ids begin anew; what a browser remembers of the old photos ends with its session.
      if (name === 'deleteEverything') access.giveSession(reply)
      return await reply
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(answer ?? null))
    } finally {
      underWay -= 1
    }
  }
  app.post<{ Params: { name: string } }>('/api/calls/:name', { bodyLimit: MAX_CALL_BYTES }, (request, reply) =>
    answerCall(request.params.name, request, reply),
  )
  for (const name of TABLE_CALLS) {
    app.post(`/api/calls/${name}`, { bodyLimit: MAX_TABLE_CALL_BYTES }, (request, reply) =>
      answerCall(name, request, reply),
    )
  }
}

/** Aborts when whoever asked has gone away before the answer. */
export function gone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
