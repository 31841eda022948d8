import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { PhotoError } from '../decoded.ts'

/** Hashing reads this much at a time: large enough to be quick, small enough to hold beside a decoded photo. */
const CHUNK_BYTES = 1 << 20

/**
 * Reads a regular file whole. Anything else (pipe, device, folder) is refused before it is opened, so nothing waits.
 * @throws PhotoError `not-found`, `unreadable`, `unsupported`, `too-large`
 */
export async function readPhotoFile(path: string, maxBytes: number): Promise<Buffer> {
  return await withFile(path, async (file, bytes) => {
    if (bytes > maxBytes) throw tooManyBytes(path, bytes, maxBytes)
    const buffer = Buffer.allocUnsafeSlow(bytes)
    let end = 0
    while (end < bytes) {
      const { bytesRead } = await file.read(buffer, end, bytes - end, end)
      if (bytesRead === 0) break
      end += bytesRead
    }
    if (end === 0) throw new PhotoError('unreadable', path, EMPTY)
    return buffer.subarray(0, end)
  })
}

/** SHA-256 of a regular file of any length, 64 hex digits. @throws PhotoError as readPhotoFile */
export async function hashPhotoFile(path: string): Promise<string> {
  return await withFile(path, async (file, bytes) => {
    const hash = createHash('sha256')
    const chunk = Buffer.allocUnsafeSlow(Math.max(1, Math.min(CHUNK_BYTES, bytes)))
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, bytesRead))
    }
  })
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const EMPTY = 'The file is empty. Copy it again from the camera or a backup.'

async function withFile<T>(path: string, use: (file: FileHandle, bytes: number) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined
  try {
    if (!(await stat(path)).isFile()) throw notAFile(path)
    // O_NONBLOCK: should a pipe take the file's place in between, opening it does not wait for a writer.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stats = await file.stat()
    if (!stats.isFile()) throw notAFile(path)
    return await use(file, stats.size)
  } catch (cause) {
    throw cause instanceof PhotoError ? cause : fileError(path, cause)
  } finally {
    await file?.close().catch(() => undefined)
  }
}

function notAFile(path: string): PhotoError {
  return new PhotoError('unsupported', path, 'This is a folder or a device, not a file. Choose a photo.')
}

function tooManyBytes(path: string, bytes: number, maxBytes: number): PhotoError {
  const megabytes = (value: number) => `${Math.round(value / 1e6)} MB`
  return new PhotoError(
    'too-large',
    path,
    `The file has ${megabytes(bytes)}; at most ${megabytes(maxBytes)} are read. Export a smaller copy.`,
  )
}

function fileError(path: string, cause: unknown): PhotoError {
  const errno = (cause as NodeJS.ErrnoException | null)?.code
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new PhotoError('not-found', path, 'The file is not there any more. Scan its folder again.', cause)
    case 'EACCES':
    case 'EPERM':
      return new PhotoError('unreadable', path, 'No permission to read the file. Change its permissions.', cause)
    default:
      return new PhotoError(
        'unreadable',
        path,
        `The file could not be read from its drive (${errno ?? 'unknown error'}). Check the drive and its connection.`,
        cause,
      )
  }
}
