import { stat } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PhotoDetails } from '../../core/api.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { gone } from './calls.ts'
import { refusal } from './errors.ts'

interface ById {
  readonly Params: { readonly photoId: string }
  readonly Querystring: { readonly side?: string }
}

/**
 * A photo's id stands for its content, so what was once sent never changes. The id is of this library alone: `Vary`
 * ends what a browser remembers with the session, as another library may come to the same port.
 */
const FOR_GOOD = { 'cache-control': 'private, max-age=86400, immutable', vary: 'Cookie' }

const SIDE = { least: 64, most: 16_384 }

/** Types that a browser shows and that hold no script; anything else is only offered to be saved. */
const SHOWN: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
}

/** Pictures by photo id, and by nothing else. */
export function servePhotos(app: FastifyInstance, host: ShellHost): void {
  app.get<ById>('/api/photos/:photoId/thumbnail', async (request, reply) => {
    const photo = await photoOf(host, request)
    const etag = `"${photo.contentHash}"`
    if (isKnown(request, etag)) return notModified(reply, etag)
    const thumbnail = await host.engine('thumbnail', [photo.photoId])
    if (thumbnail === null)
      throw refusal('not-found', `Photo ${photo.photoId} has no thumbnail. Look for changes to make it.`)
    return reply
      .headers({ ...FOR_GOOD, etag })
      .type(thumbnail.mime)
      .send(Buffer.from(thumbnail.data))
  })

  app.get<ById>('/api/photos/:photoId/preview', async (request, reply) => {
    const side = sideOf(request.query.side)
    const photo = await photoOf(host, request)
    const etag = `"${photo.contentHash}-${side}"`
    if (isKnown(request, etag)) return notModified(reply, etag)
    const preview = await host.engine('preview', [photo.photoId, side], gone(reply))
    return reply
      .headers({ ...FOR_GOOD, etag })
      .type(preview.mime)
      .send(Buffer.from(preview.data))
  })

  app.get<ById>('/api/photos/:photoId/original', async (request, reply) => {
    const photo = await photoOf(host, request)
    const path = await fileOf(photo)
    const type = SHOWN[extname(path).toLowerCase()]
    const disposition = contentDisposition(basename(path), { type: type === undefined ? 'attachment' : 'inline' })
    return reply
      .headers({ 'content-disposition': disposition, vary: 'Cookie' })
      .type(type ?? 'application/octet-stream')
      .sendFile(encodeURIComponent(basename(path)), dirname(path), { contentType: false })
  })
}

async function photoOf(host: ShellHost, request: FastifyRequest<ById>): Promise<PhotoDetails> {
  const { photoId } = request.params
  if (!/^[1-9]\d{0,14}$/.test(photoId))
    throw refusal('invalid-argument', 'Expected the number of a photo in the address.')
  return host.engine('photo', [Number(photoId)])
}

function sideOf(side: string | undefined): number {
  const px = typeof side === 'string' && /^\d{1,5}$/.test(side) ? Number(side) : NaN
  if (px >= SIDE.least && px <= SIDE.most) return px
  throw refusal('invalid-argument', `Expected ?side= of ${SIDE.least} to ${SIDE.most} pixels.`)
}

/** The first of a photo's files that is still what was indexed, as far as its size tells. */
async function fileOf(photo: PhotoDetails): Promise<string> {
  for (const path of photo.paths) {
    const file = await stat(path).catch(() => null)
    if (file?.isFile() === true && file.size === photo.bytes) return path
  }
  const [path] = photo.paths
  const where = path === undefined ? '' : ` (${path})`
  throw refusal(
    'offline',
    `The file of this photo${where} is not there now, or has changed. Connect its disk, or look for changes.`,
  )
}

function isKnown(request: FastifyRequest, etag: string): boolean {
  return (request.headers['if-none-match'] ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag)
}

function notModified(reply: FastifyReply, etag: string): FastifyReply {
  return reply
    .code(304)
    .headers({ ...FOR_GOOD, etag })
    .send()
}
