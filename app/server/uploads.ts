import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { refusal } from './errors.ts'

/** Of one picture: what the engine takes. */
export const MAX_UPLOAD_BYTES = 200e6
/** Each is held in memory whole. */
const MAX_UNDER_WAY = 3
const MAX_NAME_LENGTH = 500

/** `POST /api/uploads`, the body a picture's bytes, its name in `x-file-name` percent-encoded; `GET /api/uploads/:id`. */
export async function serveUploads(app: FastifyInstance, host: ShellHost): Promise<void> {
  let underWay = 0
  app.addContentTypeParser('application/octet-stream', { bodyLimit: MAX_UPLOAD_BYTES }, (_request, payload, done) =>
    done(null, payload),
  )
  app.post('/api/uploads', { bodyLimit: MAX_UPLOAD_BYTES }, async (request, reply) => {
    const name = nameOf(request.headers['x-file-name'])
    if (!isStream(request.body))
      throw refusal('unsupported', 'Expected the bytes of a picture as application/octet-stream.')
    if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge()
    if (underWay >= MAX_UNDER_WAY)
      throw refusal('too-many', 'Several pictures are being sent already. Try again in a moment.')
    underWay += 1
    try {
      const uploadId = await host.engine('addUpload', [await readAll(request.body), name])
      return await reply.header('cache-control', 'no-store').send({ uploadId })
    } finally {
      underWay -= 1
    }
  })

  app.get<{ Params: { uploadId: string } }>('/api/uploads/:uploadId', async (request, reply) => {
    const { uploadId } = request.params
    if (!/^[0-9a-f]{64}$/.test(uploadId)) throw refusal('invalid-argument', 'Expected an upload’s id in the address.')
    const picture = await host.engine('upload', [uploadId])
    if (picture === null) throw refusal('not-found', 'This picture is no longer kept. Hand it over once more.')
    // Its id is the digest of its bytes, in whichever library.
    const forGood = { 'cache-control': 'private, max-age=86400, immutable', etag: `"${uploadId}"` }
    return reply.headers(forGood).type(picture.mime).send(Buffer.from(picture.data))
  })
}

function tooLarge(): Error {
  return refusal('too-large', `A picture may have up to ${MAX_UPLOAD_BYTES / 1e6} MB.`)
}

function nameOf(header: string | string[] | undefined): string {
  try {
    const name = decodeURIComponent(String(header ?? ''))
    // It is shown, and its extension is read; it never becomes a path.
    if (name.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(name)) return name === '' ? 'picture' : name
  } catch {
    // Not percent-encoded text.
  }
  throw refusal(
    'invalid-argument',
    `Expected a file’s name of up to ${MAX_NAME_LENGTH} characters in x-file-name, percent-encoded.`,
  )
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_UPLOAD_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
