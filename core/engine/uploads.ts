import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Thumbnail } from '../api.ts'
import { PhotoError, type DecodePool } from '../library/decoded.ts'
import { requireUploadId, UPLOAD_ID } from '../query/validate.ts'
import { invalidArgument, ResightError } from '../types.ts'
import { promiseCache } from './promise-cache.ts'

/** Folder of a library for pictures that are searched with and are not part of it. */
export const UPLOADS_FOLDER = 'query-photos'
export const UPLOADS_KEPT = 200
/** Of one picture: above any photo, and little enough to travel in one message. */
export const MAX_UPLOAD_BYTES = 200e6
/** Of all that are kept together. */
const MAX_FOLDER_BYTES = 2e9
const LIMITS = { pictures: UPLOADS_KEPT, folderBytes: MAX_FOLDER_BYTES }
const UPLOAD_PX = 512
const THUMBNAILS_KEPT = 32
/** A temporary file older than this was left by a process that died. */
const STALE_MS = 3_600_000
const TEMPORARY = '.new-'

/** Pictures handed over to search with, by content. */
export interface Uploads {
  /**
   * Keeps a picture. @param name what the person calls it; its extension tells one camera's RAW from a TIFF
   * @returns SHA-256 of the bytes, 64 hex digits
   * @throws PhotoError naming the picture when it can't be decoded; ResightError `invalid-argument`, `too-large`
   */
  add(data: Uint8Array, name: string): Promise<string>
  /** At most 512 px; null: no longer kept. @throws ResightError `invalid-argument` for what is no id */
  thumbnail(uploadId: string): Promise<Thumbnail | null>
  /** Where the picture lies. @throws ResightError `not-found`: no longer kept; `invalid-argument` */
  path(uploadId: string): Promise<string>
}

/**
 * Pictures lie as `<id><extension>`; the newest 200 of at most 2 GB together are kept. A picture is written beside its
 * place and moved there once it is known to be one, so that what is there is whole.
 * @param library its folder
 */
export function openUploads(library: string, openPool: () => Promise<DecodePool>, limits = LIMITS): Uploads {
  const folder = join(library, UPLOADS_FOLDER)
  const thumbnails = promiseCache<Thumbnail>(THUMBNAILS_KEPT)

  async function decodeThumbnail(path: string, id: string): Promise<Thumbnail> {
    const request = { path, pixels: null, thumbnailPx: UPLOAD_PX, metadata: false, knownHash: id }
    const { thumbnail } = await (await openPool()).decode(request)
    if (thumbnail === null) throw new ResightError('internal', `Decoding ${path} gave no thumbnail`)
    return thumbnail
  }

  return {
    async add(data, name) {
      checkPicture(data, name)
      const id = createHash('sha256').update(data).digest('hex')
      const extension = safeExtension(name)
      const known = await find(folder, id)
      if (known !== null) {
        const now = new Date()
        await utimes(known, now, now).catch(() => undefined)
        return id
      }
      const temporary = join(folder, `${TEMPORARY}${randomUUID()}${extension}`)
      try {
        await writeNew(folder, temporary, data, name)
        await thumbnails(id, () => decodeThumbnail(temporary, id)).catch((cause: unknown) => {
          throw cause instanceof PhotoError ? new PhotoError(cause.code, shown(name), cause.reason, cause) : cause
        })
        await rename(temporary, join(folder, `${id}${extension}`))
      } finally {
        await rm(temporary, { force: true })
      }
      await prune(folder, limits)
      return id
    },
    async thumbnail(uploadId) {
      requireUploadId('uploadId', uploadId)
      const path = await find(folder, uploadId)
      return path === null ? null : thumbnails(uploadId, () => decodeThumbnail(path, uploadId))
    },
    async path(uploadId) {
      requireUploadId('uploadId', uploadId)
      const path = await find(folder, uploadId)
      if (path !== null) return path
      throw new ResightError('not-found', `The picture ${uploadId.slice(0, 8)} to search with is no longer kept`, {
        remedy: 'Drop or choose the picture again.',
      })
    },
  }
}

function checkPicture(data: unknown, name: unknown): void {
  if (typeof name !== 'string') throw invalidArgument('name', 'the name of the picture', name)
  if (!(data instanceof Uint8Array)) throw invalidArgument('data', 'the bytes of a picture', data)
  if (data.byteLength === 0) {
    throw new PhotoError('unreadable', shown(name), 'The picture is empty. Choose it again.')
  }
  if (data.byteLength > MAX_UPLOAD_BYTES) {
    const megabytes = `${Math.ceil(data.byteLength / 1e6)} MB`
    const limit = `at most ${MAX_UPLOAD_BYTES / 1e6} MB`
    throw new PhotoError(
      'too-large',
      shown(name),
      `The picture has ${megabytes}; ${limit} can be searched with. Export a smaller copy.`,
    )
  }
}

/** A name from outside, fit for a message of one line. */
function shown(name: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '').trim()
  return plain === '' ? 'The picture' : plain.slice(0, 255)
}

/** The extension, where it is one that a photo may have; it becomes part of a file's name. */
function safeExtension(name: string): string {
  const extension = extname(name).toLowerCase()
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : ''
}

async function find(folder: string, id: string): Promise<string | null> {
  const entry = (await names(folder)).find((name) => idOf(name) === id)
  return entry === undefined ? null : join(folder, entry)
}

function idOf(name: string): string | null {
  const id = name.slice(0, 64)
  return UPLOAD_ID.test(id) && (name.length === 64 || name[64] === '.') ? id : null
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new ResightError('unreadable', `${folder} can't be read (${code})`, {
      cause,
      remedy: 'Check the permissions of the library folder.',
    })
  }
}

async function writeNew(folder: string, path: string, data: Uint8Array, name: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, data, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ResightError('unreadable', `${shown(name)} could not be kept in ${folder} (${code})`, {
      cause,
      remedy: 'Check that the drive of the library has room and may be written.',
    })
  }
}

/** Drops all but the newest, and what dead processes left. */
async function prune(folder: string, limits: typeof LIMITS): Promise<void> {
  const entries = await Promise.all(
    (await names(folder)).map(async (name) => ({ name, stats: await stat(join(folder, name)).catch(() => null) })),
  )
  const kept: { readonly name: string; readonly bytes: number; readonly mtimeMs: number }[] = []
  const dropped: string[] = []
  for (const { name, stats } of entries) {
    if (stats === null || !stats.isFile()) continue
    if (idOf(name) !== null) kept.push({ name, bytes: stats.size, mtimeMs: stats.mtimeMs })
    else if (name.startsWith(TEMPORARY) && Date.now() - stats.mtimeMs > STALE_MS) dropped.push(name)
  }
  kept.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.name < b.name ? -1 : 1))
  let bytes = 0
  kept.forEach((picture, rank) => {
    bytes += picture.bytes
    // The newest stays whatever its size.
    if (rank >= limits.pictures || (rank > 0 && bytes > limits.folderBytes)) dropped.push(picture.name)
  })
  await Promise.all(dropped.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)))
}
