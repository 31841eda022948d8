import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { type ByteControl, following } from './byte-progress.ts'

/** One file to put in a ZIP. */
export type ZipPart = { readonly name: string } & (
  | { readonly text: string }
  /** Stored as it is: photos do not shrink. */
  | { readonly path: string }
)

/** A fixed time for every entry, so that the same project gives the same bytes. */
const MTIME = new Date('1980-01-01T12:00:00Z')

/** Writes beside `path` and renames at the end: what is there is always whole. Rejects with an AbortError where it is ended. */
export async function writeZip(path: string, parts: readonly ZipPart[], control: ByteControl = {}): Promise<void> {
  const zip = new yazl.ZipFile()
  for (const part of parts) {
    const name = part.name
    if ('text' in part) zip.addBuffer(Buffer.from(part.text), name, { mtime: MTIME, mode: 0o100644, compress: true })
    else zip.addFile(part.path, name, { mtime: MTIME, mode: 0o100644, compress: false })
  }
  zip.end()
  const partial = `${path}.${process.pid}.partial`
  try {
    const failed = new Promise<never>((_, reject) => zip.on('error', reject))
    const written = pipeline(zip.outputStream, following<string | Buffer>(null, control), createWriteStream(partial), {
      ...(control.signal === undefined ? {} : { signal: control.signal }),
    })
    await Promise.race([written, failed])
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw cause
  }
}
