import { open, readdir, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { ResightError, invalidArgument } from '../types.ts'
import type { Matrix, VectorIndex } from '../types.ts'
import { FIXED_BYTES, headerBytes, headerOf, parseHeader, refusal, sealHeader } from './snapshot-header.ts'
import type { SnapshotHeader, SnapshotKey } from './snapshot-header.ts'

export type { SnapshotKey } from './snapshot-header.ts'

const CHUNK_BYTES = 2 ** 23
const ROWS_PER_CHUNK = 4096
let written = 0

export interface SnapshotContent {
  readonly ids: Int32Array
  readonly matrix: Matrix
}

/**
 * Writes the index beside its destination and moves it there, so that a reader sees the old file or the whole new one.
 * The index may change meanwhile, as long as the catalogue's generation does too: the snapshot is then stale, not wrong.
 * @throws ResightError `unreadable` when the folder can't be written, `not-found` when a photo is removed meanwhile
 */
export async function writeSnapshot(index: VectorIndex, key: SnapshotKey): Promise<void> {
  if (index.d !== key.space.d) throw invalidArgument('index.d', `${key.space.d}, the space's`, index.d)
  // Another process, or another call in this one, may be writing the same snapshot.
  const temporary = `${key.path}.${process.pid}-${written++}.tmp`
  const ids = index.ids.slice()
  try {
    await clearLeftovers(key.path)
    const file = await open(temporary, 'w', 0o600)
    try {
      const header = headerOf(key, ids.length)
      let at = header.length
      let checksum = 0
      for (let row = 0; row < ids.length; row += ROWS_PER_CHUNK) {
        const part = bytesOf(index.reconstruct([...ids.subarray(row, row + ROWS_PER_CHUNK)]).data)
        checksum = crc32(part, checksum)
        at += await writeAll(file, part, at)
      }
      checksum = crc32(bytesOf(ids), checksum)
      await writeAll(file, bytesOf(ids), at)
      sealHeader(header, checksum)
      await writeAll(file, header, 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, key.path)
    await syncFolder(dirname(key.path))
  } catch (cause) {
    await rm(temporary, { force: true })
    if (cause instanceof ResightError) throw cause
    throw new ResightError('unreadable', `The index snapshot ${key.path} could not be written`, {
      cause,
      remedy: 'Check that the library folder is writable and has room. Until then the index is rebuilt at each start.',
    })
  }
}

/** @returns the snapshot's content; or why it can't be used, in a few words: then the catalogue's vectors serve */
export async function readSnapshot(key: SnapshotKey): Promise<SnapshotContent | { readonly refused: string }> {
  let file: FileHandle
  try {
    file = await open(key.path, 'r')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    return { refused: code === 'ENOENT' ? 'there is none yet' : `it can't be opened (${code ?? String(cause)})` }
  }
  try {
    const { size } = await file.stat()
    const header = await readHeader(file, size)
    const refused = refusal(header, size, key)
    if (header === null || refused !== null) return { refused: refused ?? 'it is too short' }
    const ids = new Int32Array(header.n)
    const data = new Float32Array(header.n * header.d)
    const checksum = await readChecked(file, header.bytes, [bytesOf(data), bytesOf(ids)])
    if (checksum !== header.checksum) return { refused: 'its checksum is off' }
    return { ids, matrix: { n: header.n, d: header.d, data } }
  } catch (cause) {
    return { refused: `it can't be read (${cause instanceof Error ? cause.message : String(cause)})` }
  } finally {
    await file.close()
  }
}

async function readHeader(file: FileHandle, size: number): Promise<SnapshotHeader | null> {
  if (size < FIXED_BYTES) return null
  const fixed = Buffer.alloc(FIXED_BYTES)
  await readAll(file, fixed, 0)
  const whole = Buffer.alloc(headerBytes(fixed))
  if (size < whole.length) return null
  await readAll(file, whole, 0)
  return parseHeader(whole)
}

/** Fills the arrays one after the other from `at` on; while a chunk is read the one before is summed. */
async function readChecked(file: FileHandle, at: number, targets: readonly Uint8Array[]): Promise<number> {
  let checksum = 0
  let position = at
  let read: Uint8Array = new Uint8Array(0)
  for (const target of targets)
    for (let done = 0; done < target.length; done += CHUNK_BYTES) {
      const chunk = target.subarray(done, done + CHUNK_BYTES)
      const reading = readAll(file, chunk, position)
      checksum = crc32(read, checksum)
      await reading
      position += chunk.length
      read = chunk
    }
  return crc32(read, checksum)
}

async function readAll(file: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    done += bytesRead
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
  return bytes.length
}

/** Removes what processes that are gone have begun and not finished, which can be as large as the index. */
async function clearLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue
    const pid = /\.(\d+)(-\d+)?\.tmp$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(dirname(path), name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** So that the new name survives a power cut too. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function bytesOf(array: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
