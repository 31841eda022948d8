import { crc32 } from 'node:zlib'
import { invalidArgument } from '../types.ts'
import type { EmbeddingSpace } from '../types.ts'

/**
 * A snapshot is a cache of the catalogue's vectors, one file a space. Little-endian:
 *
 *     0  magic       8 bytes `RSIGHTVX`
 *     8  version     uint32
 *    12  d           uint32
 *    16  n           uint32
 *    20  space       uint32, bytes of the space's id in UTF-8
 *    24  generation  uint64, of the catalogue's vectors
 *    32  checksum    uint32, CRC-32 of vectors and ids
 *    36  checksum    uint32, CRC-32 of bytes 0 … 35 and the space's id
 *    40  the space's id, then zeros up to a multiple of 64
 *        vectors     [n × d] float32
 *        ids         [n] int32
 *
 * CRC-32 finds torn and rotten files at memory speed. It is no defence against forgery, and need not be: who can write
 * here can write the catalogue too. A file that lies does no harm beyond wrong results: every length follows from the
 * header and must equal the file's before anything is allocated, and `Rows.adopt` checks ids and components.
 */
const MAGIC = Buffer.from('RSIGHTVX', 'latin1')
const VERSION = 1
export const FIXED_BYTES = 40
const ALIGNMENT = 64
const MAX_SPACE_BYTES = 1024
const MAX_BYTES = 2 ** 34

export interface SnapshotKey {
  readonly space: Pick<EmbeddingSpace, 'id' | 'd'>
  /** The catalogue's count of changes to the vectors of this space. */
  readonly generation: number
  readonly path: string
}

export interface SnapshotHeader {
  readonly magic: boolean
  readonly version: number
  readonly d: number
  readonly n: number
  readonly generation: bigint
  readonly space: string
  readonly checksum: number
  readonly intact: boolean
  /** Its length: where the vectors begin. */
  readonly bytes: number
}

export function refusal(
  header: SnapshotHeader | null,
  size: number,
  { space, generation }: SnapshotKey,
): string | null {
  if (header === null) return 'it is too short'
  if (!header.magic) return 'it is no snapshot'
  if (header.version !== VERSION) return `it has version ${header.version}`
  if (!header.intact) return "its header's checksum is off"
  if (header.space !== space.id || header.d !== space.d)
    return `it is of another space (${header.space}, d ${header.d})`
  if (header.generation !== BigInt(generation)) return `it is of generation ${header.generation}, not ${generation}`
  const expected = header.bytes + header.n * (header.d * 4 + 4)
  if (size !== expected) return `it has ${size} bytes instead of ${expected}`
  return size > MAX_BYTES ? `it has more than ${MAX_BYTES} bytes` : null
}

/** A header without its checksums. */
export function headerOf({ space, generation }: SnapshotKey, n: number): Buffer {
  if (!Number.isSafeInteger(generation) || generation < 0)
    throw invalidArgument('generation', 'integer from 0', generation)
  const id = Buffer.from(space.id, 'utf8')
  if (id.length > MAX_SPACE_BYTES) throw invalidArgument('space.id', `at most ${MAX_SPACE_BYTES} bytes`, space.id)
  const header = Buffer.alloc(aligned(FIXED_BYTES + id.length))
  MAGIC.copy(header)
  header.writeUInt32LE(VERSION, 8)
  header.writeUInt32LE(space.d, 12)
  header.writeUInt32LE(n, 16)
  header.writeUInt32LE(id.length, 20)
  header.writeBigUInt64LE(BigInt(generation), 24)
  id.copy(header, FIXED_BYTES)
  return header
}

/** @param whole the header, all of it: `headerBytes` of its first `FIXED_BYTES` */
export function parseHeader(whole: Buffer): SnapshotHeader {
  return {
    magic: whole.subarray(0, 8).equals(MAGIC),
    version: whole.readUInt32LE(8),
    d: whole.readUInt32LE(12),
    n: whole.readUInt32LE(16),
    generation: whole.readBigUInt64LE(24),
    space: spaceIdOf(whole).toString('utf8'),
    checksum: whole.readUInt32LE(32),
    intact: whole.readUInt32LE(36) === headerChecksum(whole),
    bytes: whole.length,
  }
}

/** Length of the header that begins with these `FIXED_BYTES`: where the vectors begin. */
export function headerBytes(fixed: Buffer): number {
  return aligned(FIXED_BYTES + Math.min(fixed.readUInt32LE(20), MAX_SPACE_BYTES))
}

/** Completes a header of `headerOf`. @param checksum CRC-32 of vectors and ids */
export function sealHeader(header: Buffer, checksum: number): void {
  header.writeUInt32LE(checksum, 32)
  header.writeUInt32LE(headerChecksum(header), 36)
}

function headerChecksum(header: Buffer): number {
  return crc32(spaceIdOf(header), crc32(header.subarray(0, 36)))
}

function spaceIdOf(header: Buffer): Buffer {
  return header.subarray(FIXED_BYTES, FIXED_BYTES + Math.min(header.readUInt32LE(20), MAX_SPACE_BYTES))
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
