import type { DecodePool } from '../library/decoded.ts'
import type { QueryPhoto } from '../query/ports.ts'
import { aggregateTokens } from '../rerank/aggregate.ts'
import type { Encoder, Region } from '../types.ts'
import { ResightError } from '../types.ts'

/** Decodes and encodes one photo, or a region of it, as a query. @throws PhotoError when it can't be read */
export async function encodeQueryPhoto(
  encoder: Encoder,
  pool: DecodePool,
  path: string,
  region?: Region,
): Promise<QueryPhoto> {
  // A query needs neither the content hash nor the metadata; the zeros are never stored.
  const request = {
    path,
    pixels: encoder.pixels,
    region,
    thumbnailPx: null,
    metadata: false,
    knownHash: '0'.repeat(64),
  }
  const { pixels } = await pool.decode(request)
  if (pixels === null) throw new ResightError('internal', `Decoding ${path} gave no picture`)
  const { globals, tokens } = await encoder.encodeImages([pixels])
  const [grid] = tokens ?? []
  return { global: globals.data, tokens: grid === undefined ? null : aggregateTokens(grid, globals.data) }
}
