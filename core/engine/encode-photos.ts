import { aggregateTokens } from '../rerank/aggregate.ts'
import { quantiseTokens } from '../rerank/quantise.ts'
import type { Encoder, Matrix, Pixels, TokenSet } from '../types.ts'

/** What the catalogue keeps of each picture of a batch. */
export interface EncodedPhotos {
  /** [n × d] */
  readonly globals: Matrix
  /** One an image; null: the encoder gives none. */
  readonly tokens: readonly TokenSet[] | null
}

/** Encodes pictures, and reduces the tokens of each to the few that are stored. */
export async function encodePhotos(encoder: Encoder, batch: readonly Pixels[]): Promise<EncodedPhotos> {
  const { globals, tokens } = await encoder.encodeImages(batch)
  if (tokens === null) return { globals, tokens: null }
  return {
    globals,
    tokens: tokens.map((grid, i) =>
      quantiseTokens(aggregateTokens(grid, globals.data.subarray(i * globals.d, (i + 1) * globals.d))),
    ),
  }
}
