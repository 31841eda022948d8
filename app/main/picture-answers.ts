import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { PhotoId, Thumbnail } from '../../core/api.ts'
import type { ShellHost } from '../../core/remote/shell-host.ts'
import { notFound } from './page-files.ts'

type Pictures = Pick<ShellHost, 'engine'>

const MAX_PREVIEW_PX = 16_384
const PHOTO = /^\/api\/photos\/(\d{1,10})\/(thumbnail|preview|original)$/
const UPLOAD = /^\/api\/uploads\/([0-9a-f]{64})$/

/** Answers for a picture by its id: never by a path, which the page can't name. @returns null: no address of a picture */
export async function pictureAnswer(pictures: Pictures, address: URL): Promise<Response | null> {
  const upload = UPLOAD.exec(address.pathname)?.[1]
  if (upload !== undefined) return webp(await pictures.engine('upload', [upload]))
  const [, id, kind] = PHOTO.exec(address.pathname) ?? []
  if (id === undefined) return null
  const photoId = Number(id)
  if (kind === 'thumbnail') return webp(await pictures.engine('thumbnail', [photoId]))
  if (kind === 'original') return original(pictures, photoId)
  const side = Number(address.searchParams.get('side') ?? 2048)
  if (!Number.isInteger(side) || side < 64 || side > MAX_PREVIEW_PX) return new Response('Bad side', { status: 400 })
  return webp(await pictures.engine('preview', [photoId, side]))
}

function webp(picture: Thumbnail | null): Response {
  if (picture === null) return notFound()
  return new Response(new Uint8Array(picture.data), {
    headers: {
      'content-type': picture.mime,
      // A photo is its content: an id's picture never changes.
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The first file of the photo that is there, to save: never shown as a page, whatever it holds. */
async function original(pictures: Pictures, photoId: PhotoId): Promise<Response> {
  const { paths } = await pictures.engine('photo', [photoId])
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (found === null || !found.isFile()) continue
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(found.size),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(path.split(/[\\/]/).at(-1) ?? 'photo')}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    })
  }
  return notFound()
}
