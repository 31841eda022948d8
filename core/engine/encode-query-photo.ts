import { stat } from 'node:fs/promises'
import { visibleArea } from '../library/decode/geometry.ts'
import type { DecodePool } from '../library/decoded.ts'
import type { QueryPhoto } from '../query/ports.ts'
import { aggregateTokens } from '../rerank/aggregate.ts'
import type { Encoder, Matrix, Region } from '../types.ts'
import { ResightError } from '../types.ts'
import { promiseCache } from './promise-cache.ts'

/** Local tokens of a photo in their places, as the encoder gives them. */
export interface TokenGrid {
  /** [rows × columns × d], row by row, L2-normalised */
  readonly tokens: Matrix
  readonly rows: number
  readonly columns: number
  /** What the grid covers of the upright photo: all of it where the encoder squashes, else its centre crop. */
  readonly region: Region
}

/** Encodes photos, or regions of them, that are looked at once more while a person refines a query. */
export interface QueryPhotoEncoder {
  /** @throws PhotoError when the file can't be read */
  encode(encoder: Encoder, path: string, region?: Region): Promise<QueryPhoto>
  /** As `encode`, of a file known by its content. @param path asked only where it is not remembered */
  encodeKept(encoder: Encoder, contentHash: string, path: () => Promise<string>, region?: Region): Promise<QueryPhoto>
  /** null: the encoder gives no tokens. @throws PhotoError */
  tokenGrid(encoder: Encoder, path: string): Promise<TokenGrid | null>
}

/** A query photo takes some 35 kB in the built-in space, a grid of its tokens 100 kB. */
const PHOTOS_KEPT = 128
const GRIDS_KEPT = 16

/** Remembers the latest by embedding space, file (its path, size and time; or its content hash) and region. */
export function queryPhotoEncoder(openPool: () => Promise<DecodePool>): QueryPhotoEncoder {
  const photos = promiseCache<QueryPhoto>(PHOTOS_KEPT)
  const grids = promiseCache<TokenGrid | null>(GRIDS_KEPT)
  return {
    encode: async (encoder, path, region) =>
      photos(keyOf(encoder, await contentOf(path), region), async () =>
        encodePhoto(encoder, await openPool(), path, region),
      ),
    encodeKept: (encoder, contentHash, path, region) =>
      photos(keyOf(encoder, contentHash, region), async () =>
        encodePhoto(encoder, await openPool(), await path(), region),
      ),
    tokenGrid: async (encoder, path) =>
      grids(keyOf(encoder, await contentOf(path)), async () => encodeGrid(encoder, await openPool(), path)),
  }
}

/** What stands for a file's content: changing it without changing size or time is left to whoever does so. */
async function contentOf(path: string): Promise<readonly (string | number)[]> {
  // A file that can't be looked at has no content to remember; decoding says why, and failures are not kept.
  const stats = await stat(path).catch(() => null)
  return stats === null ? [path] : [path, stats.size, stats.mtimeMs]
}

function keyOf(encoder: Encoder, content: unknown, region?: Region): string {
  const { x, y, width, height } = region ?? { x: 0, y: 0, width: 1, height: 1 }
  return JSON.stringify([encoder.space.id, content, x, y, width, height])
}

async function encodePhoto(encoder: Encoder, pool: DecodePool, path: string, region?: Region): Promise<QueryPhoto> {
  const { global, tokens } = await decodeAndEncode(encoder, pool, path, region)
  return { global, tokens: tokens === null ? null : aggregateTokens(tokens, global) }
}

async function encodeGrid(encoder: Encoder, pool: DecodePool, path: string): Promise<TokenGrid | null> {
  if (encoder.tokens === null) return null
  const { tokens, size } = await decodeAndEncode(encoder, pool, path)
  if (tokens === null) return null
  const { rows, columns } = encoder.tokens
  const area = visibleArea(size, encoder.pixels)
  const region = {
    x: area.left / size.width,
    y: area.top / size.height,
    width: area.width / size.width,
    height: area.height / size.height,
  }
  return { tokens, rows, columns, region }
}

interface EncodedOnce {
  readonly global: Float32Array
  /** Every token, in grid order; null: the encoder has none. */
  readonly tokens: Matrix | null
  /** Of the upright photo. */
  readonly size: { readonly width: number; readonly height: number }
}

async function decodeAndEncode(
  encoder: Encoder,
  pool: DecodePool,
  path: string,
  region?: Region,
): Promise<EncodedOnce> {
  // A query needs neither the content hash nor the metadata; the zeros are never stored.
  const request = {
    path,
    pixels: encoder.pixels,
    region,
    thumbnailPx: null,
    metadata: false,
    knownHash: '0'.repeat(64),
  }
  const { pixels, width, height } = await pool.decode(request)
  if (pixels === null) throw new ResightError('internal', `Decoding ${path} gave no picture`)
  const { globals, tokens } = await encoder.encodeImages([pixels])
  return { global: globals.data, tokens: tokens?.[0] ?? null, size: { width, height } }
}
