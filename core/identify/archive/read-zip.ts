import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { ResightError } from '../../types.ts'
import { type ByteControl, following } from './byte-progress.ts'

/** An open ZIP of which only known entries are touched, each under a bound of its own. */
export interface ZipReader {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** @throws ResightError `too-large`, `corrupt`, `not-found` */
  readText(name: string, maxBytes: number): Promise<string>
  /** Writes an entry whose name says its SHA-256 to `path`, or nothing. @throws as `readText`, `cancelled` */
  extract(name: string, path: string, maxBytes: number, sha256: string, control?: ByteControl): Promise<void>
  close(): void
}

export interface ZipEntry {
  readonly bytes: number
  readonly compressedBytes: number
}

/** A project of 100,000 photos has about so many entries; a bomb has more. */
const MAX_ENTRIES = 200_000

/**
 * Opens a ZIP that may be hostile. Nothing is written under a name that it says: the caller chooses every path. yauzl
 * refuses names that leave the folder, and an entry that grows beyond the size it claims.
 * @param isKnown names that are read; all others are skipped unread
 * @param path what messages call it
 * @throws ResightError `unreadable`, `corrupt`, `too-large`
 */
export async function openZip(
  file: string,
  isKnown: (name: string) => boolean,
  path: string = file,
): Promise<ZipReader> {
  let zip: yauzl.ZipFile
  try {
    zip = await yauzl.openPromise(file, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
  } catch (cause) {
    throw damaged(path, cause)
  }
  const found = new Map<string, yauzl.Entry>()
  try {
    if (zip.entryCount > MAX_ENTRIES) throw tooLarge(path, `${zip.entryCount} files`)
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      if (!isKnown(name)) continue
      if (found.has(name)) throw new ResightError('corrupt', `${path} holds ${name} twice`)
      if (entry.isEncrypted()) throw new ResightError('unsupported', `${path} is encrypted`)
      found.set(name, entry)
    }
  } catch (cause) {
    zip.close()
    throw damaged(path, cause)
  }
  async function open(name: string, maxBytes: number): Promise<Readable> {
    const entry = found.get(name)
    if (entry === undefined) {
      throw new ResightError('not-found', `${path} holds no ${name}`, { remedy: 'Export the project again.' })
    }
    if (entry.uncompressedSize > maxBytes) throw tooLarge(path, `${name} of ${entry.uncompressedSize} bytes`)
    return zip.openReadStreamPromise(entry)
  }
  return {
    entries: new Map(
      [...found].map(([name, entry]) => [
        name,
        { bytes: entry.uncompressedSize, compressedBytes: entry.compressedSize },
      ]),
    ),
    async readText(name, maxBytes) {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of await open(name, maxBytes)) chunks.push(chunk as Buffer)
        return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
      } catch (cause) {
        throw damaged(path, cause)
      }
    },
    async extract(name, target, maxBytes, sha256, control = {}) {
      const partial = `${target}.${process.pid}.partial`
      const hash = createHash('sha256')
      const { signal } = control
      async function* hashed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of source) {
          hash.update(chunk)
          yield chunk
        }
      }
      try {
        const entry = await open(name, maxBytes)
        const ending = signal === undefined ? {} : { signal }
        await pipeline(entry, following<Buffer>(name, control), hashed, createWriteStream(partial), ending)
        if (hash.digest('hex') !== sha256) throw new ResightError('corrupt', `${name} in ${path} is not what it says`)
        await rename(partial, target)
      } catch (cause) {
        await rm(partial, { force: true })
        if (signal?.aborted === true) throw new ResightError('cancelled', 'Unpacking was cancelled', { cause })
        throw damaged(path, cause)
      }
    },
    close: () => zip.close(),
  }
}

function damaged(path: string, cause: unknown): ResightError {
  if (cause instanceof ResightError) return cause
  const code = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'not-found' : 'corrupt'
  const message = cause instanceof Error ? cause.message : String(cause)
  return new ResightError(code, `${path} cannot be read as a ZIP: ${message}`, {
    cause,
    remedy: 'Ask for the file again, or export the project again.',
  })
}

function tooLarge(path: string, what: string): ResightError {
  return new ResightError('too-large', `${path} holds ${what}, more than a project can`, {
    remedy: 'Do not open it unless you trust who sent it.',
  })
}
