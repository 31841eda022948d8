import {
  type EmbeddingSpace,
  type Matrix,
  type Pixels,
  type PixelSpec,
  ResightError,
  type TokenSet,
} from '../../types.ts'

/** Global vectors of n pictures, and their aggregated tokens where the encoder has any. */
export interface PhotoEncoding {
  /** [n × d], L2-normalised */
  readonly globals: Matrix
  /** One entry a picture; null: this encoder has no tokens */
  readonly tokens: readonly TokenSet[] | null
}

export type EncodePhotos = (batch: readonly Pixels[]) => Promise<PhotoEncoding>

/** What is stored of one photo in one space. */
export interface EncodedPhoto {
  /** [d] */
  readonly vector: Float32Array
  readonly tokens: TokenSet | null
}

/**
 * Encodes a batch so that one picture the encoder chokes on costs only itself: when the batch fails, each is tried
 * alone, and one that fails alone is the culprit only if the encoder still manages a plain grey picture.
 * @returns one entry a picture, in order; null: the encoder cannot do this picture
 * @throws what the encoder threw when it is the encoder that is broken
 */
export async function encodeBatch(
  batch: readonly Pixels[],
  encode: EncodePhotos,
  space: Pick<EmbeddingSpace, 'id' | 'd'>,
  spec: PixelSpec,
): Promise<readonly (EncodedPhoto | null)[]> {
  if (batch.length === 0) return []
  try {
    return split(await encode(batch), batch.length, space)
  } catch (cause) {
    if (batch.length === 1) {
      await requireWorkingEncoder(encode, space, spec, cause)
      return [null]
    }
  }
  const alone: (EncodedPhoto | null)[] = []
  for (const picture of batch) alone.push(...(await encodeBatch([picture], encode, space, spec)))
  return alone
}

async function requireWorkingEncoder(
  encode: EncodePhotos,
  space: Pick<EmbeddingSpace, 'id' | 'd'>,
  spec: PixelSpec,
  cause: unknown,
): Promise<void> {
  const { width, height } = spec.cropPx
  try {
    split(await encode([{ width, height, data: new Uint8Array(width * height * 3).fill(128) }]), 1, space)
  } catch {
    throw cause
  }
}

/** A picture whose vector holds something that is not a number gives null: it would poison every ranking. */
function split(
  { globals, tokens }: PhotoEncoding,
  n: number,
  space: Pick<EmbeddingSpace, 'id' | 'd'>,
): readonly (EncodedPhoto | null)[] {
  const { d } = space
  if (globals.n !== n || globals.d !== d || globals.data.length !== n * d || (tokens !== null && tokens.length !== n)) {
    throw new ResightError('internal', `The encoder of ${space.id} gave ${globals.n} × ${globals.d} for ${n} × ${d}`)
  }
  return Array.from({ length: n }, (_, i) => {
    const vector = globals.data.slice(i * d, (i + 1) * d)
    return vector.every(Number.isFinite) ? { vector, tokens: tokens?.[i] ?? null } : null
  })
}
