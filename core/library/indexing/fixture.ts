import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddingSpace, Pixels, PixelSpec } from '../../types.ts'
import { ResightError } from '../../types.ts'
import { type DecodedPhoto, type DecodePool, PhotoError } from '../decoded.ts'
import type { EncodePhotos } from './encode.ts'

/** Test only: a picture of one pixel row whose bytes are the content's hash, so that a vector tells its content. */
export const TEST_PIXELS: PixelSpec = {
  resize: { kind: 'exact' },
  cropPx: { width: 8, height: 1 },
  kernel: 'nearest',
}

export const TEST_SPACE: EmbeddingSpace = {
  id: 'test-space',
  model: 'test',
  dtype: 'fp32',
  preprocessing: 'exact',
  runtime: 'test',
  d: 8,
}

/** The vector that the test encoder gives for a content. */
export function vectorOf(contentHash: string): readonly number[] {
  return [...Buffer.from(contentHash, 'hex').subarray(0, 8)]
}

/** Stands in for the child processes that decode; everything around it is real. */
export interface TestPool extends DecodePool {
  /** Paths in the order they were decoded. */
  readonly decoded: string[]
  readonly hashed: string[]
  /** The most calls that were in hand at once. */
  readonly peak: () => number
}

/** Files whose text begins with `bad` cannot be read. @param delayMs of each decoding */
export function testPool(delayMs = 0): TestPool {
  const decoded: string[] = []
  const hashed: string[] = []
  let inHand = 0
  let peak = 0
  async function read(path: string): Promise<{ bytes: Buffer; contentHash: string }> {
    const bytes = await readFile(path).catch(async (cause: unknown) => {
      const isThere = await stat(path).catch(() => null)
      throw new PhotoError(isThere === null ? 'not-found' : 'unreadable', path, 'It cannot be read.', cause)
    })
    return { bytes, contentHash: createHash('sha256').update(bytes).digest('hex') }
  }
  async function decode(path: string, signal?: AbortSignal): Promise<DecodedPhoto> {
    if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => undefined)
    if (signal?.aborted === true) throw new PhotoError('cancelled', path, 'It was stopped.')
    const { bytes, contentHash } = await read(path)
    decoded.push(path)
    if (bytes.toString().startsWith('bad')) throw new PhotoError('unreadable', path, 'It is damaged.')
    const data = new Uint8Array(24)
    vectorOf(contentHash).forEach((value, i) => data.fill(value, 3 * i, 3 * i + 3))
    return {
      contentHash,
      bytes: bytes.byteLength,
      format: 'jpeg',
      width: 8,
      height: 1,
      pixels: { width: 8, height: 1, data },
      thumbnail: { mime: 'image/webp', width: 8, height: 1, data: new Uint8Array(4) },
      dhash: contentHash.slice(0, 16),
      metadata: null,
      warning: null,
    }
  }
  return {
    workers: 2,
    decoded,
    hashed,
    peak: () => peak,
    async hash(path) {
      hashed.push(path)
      return (await read(path)).contentHash
    },
    async decode({ path }, signal) {
      inHand += 1
      peak = Math.max(peak, inHand)
      try {
        return await decode(path, signal)
      } finally {
        inHand -= 1
      }
    },
    close: () => Promise.resolve(),
  }
}

export interface TestEncoder {
  readonly encode: EncodePhotos
  /** How many pictures were encoded. */
  readonly encoded: () => number
  readonly batches: number[]
}

/** Gives each picture its own red channel as vector, with one token. @param refuses pictures it throws at */
export function testEncoder(refuses: (picture: Pixels) => boolean = () => false): TestEncoder {
  let encoded = 0
  const batches: number[] = []
  async function encode(batch: readonly Pixels[]): ReturnType<EncodePhotos> {
    await Promise.resolve()
    if (batch.some(refuses)) throw new ResightError('internal', 'The encoder choked')
    batches.push(batch.length)
    encoded += batch.length
    const data = Float32Array.from(batch.flatMap((picture) => [...picture.data].filter((_, i) => i % 3 === 0)))
    const token = { k: 1, d: 8, data: new Int8Array(8).fill(1), scales: new Float32Array([0.5]) }
    return { globals: { n: batch.length, d: 8, data }, tokens: batch.map(() => token) }
  }
  return { encode, encoded: () => encoded, batches }
}
