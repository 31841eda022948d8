import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance } from 'fastify'
import { exportToFile, importFromStream, MAX_PROJECT_BYTES, projectTooLarge } from '../../core/remote/project-files.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { refusal } from './errors.ts'

/** Each has a file of its own on the library's disk. */
const MAX_UNDER_WAY = 2

interface Asked {
  readonly Params: { readonly projectId: string; readonly format: string }
}

/** `GET /api/projects/:id/export/:format` and `POST /api/projects`, the body a project's ZIP. */
export async function serveProjects(app: FastifyInstance, host: ShellHost): Promise<void> {
  let underWay = 0
  const enter = (): void => {
    if (underWay >= MAX_UNDER_WAY)
      throw refusal('too-many', 'Projects are being exported or imported already. Try again in a moment.')
    underWay += 1
  }

  app.get<Asked>('/api/projects/:projectId/export/:format', { exposeHeadRoute: false }, async (request, reply) => {
    enter()
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    let isLeft = false
    const leave = (): void => {
      if (!isLeft) underWay -= 1
      isLeft = true
    }
    try {
      const { search } = new URL(request.url, 'http://localhost')
      const file = await exportToFile(host, { ...request.params, search: new URLSearchParams(search) }, gone.signal)
      const stream = createReadStream(file.path)
      // After the last byte, and as well when whoever asked has gone away.
      stream.once('close', () => void file.remove().finally(leave))
      reply.raw.once('close', () => stream.destroy())
      if (reply.raw.destroyed) stream.destroy()
      return await reply
        .headers({
          'content-disposition': contentDisposition(file.name, { type: 'attachment' }),
          'content-length': file.bytes,
          'cache-control': 'no-store',
        })
        .type(file.type)
        .send(stream)
    } catch (error) {
      leave()
      throw error
    }
  })

  app.addContentTypeParser('application/zip', { bodyLimit: MAX_PROJECT_BYTES }, (_request, payload, done) =>
    done(null, payload),
  )
  app.post('/api/projects', { bodyLimit: MAX_PROJECT_BYTES }, async (request, reply) => {
    if (!isStream(request.body)) throw refusal('unsupported', 'Expected a project’s ZIP as application/zip.')
    if (Number(request.headers['content-length'] ?? 0) > MAX_PROJECT_BYTES) throw projectTooLarge()
    enter()
    try {
      const job = await importFromStream(host, request.body, fileNameOf(request.headers['x-file-name']))
      return await reply.code(202).header('cache-control', 'no-store').send(job)
    } finally {
      underWay -= 1
    }
  })
}

/** @param header percent-encoded, for any script */
function fileNameOf(header: string | readonly string[] | undefined): string {
  try {
    return typeof header === 'string' ? decodeURIComponent(header) : ''
  } catch {
    return ''
  }
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body
}
