/**
 * Values that the stages of `core/` hand to each other. Beside the contract, this file imports nothing.
 *
 * Layout, stated once: matrices are compact and row-major; component j of vector i is `data[i * d + j]`.
 * Embeddings are L2-normalised float32 unless said otherwise. `similarity` is larger-is-better (inner product,
 * so cosine for normalised vectors, in [-1, 1]); `distance` is smaller-is-better.
 */

import type { QueryPart } from './api.ts'

/** A rectangle on an upright photo: 0 ≤ x < x + width ≤ 1, likewise y. */
export type { RegionValue as Region } from './api.ts'

/** `n` vectors of `d` components, row-major. */
export interface Matrix {
  readonly n: number
  readonly d: number
  /** [n × d] float32 */
  readonly data: Float32Array
}

/** A picture ready for an encoder or a reference computation: 8-bit sRGB, interleaved, no alpha, upright. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** [height × width × 3] uint8, RGB, row-major */
  readonly data: Uint8Array
}

/**
 * The geometry an encoder wants of its input, in the terms of the hub's `preprocessor_config.json`.
 * Decoding applies it; `mean` and `std` are the encoder's own business.
 */
export interface PixelSpec {
  /**
   * `shortest`: shortest edge to `edgePx`, aspect kept; `exact`: squashed to the crop size; `inside`: as large as fits
   * into the crop size, aspect kept, nothing cut off and nothing added.
   */
  readonly resize:
    { readonly kind: 'shortest'; readonly edgePx: number } | { readonly kind: 'exact' } | { readonly kind: 'inside' }
  /** Centre crop after resizing; also the size of the result (with `inside`, the most it can be). */
  readonly cropPx: { readonly width: number; readonly height: number }
  readonly kernel: 'nearest' | 'linear' | 'cubic' | 'lanczos3'
}

/**
 * What makes two vectors comparable (architecture.md, decision 5). Vectors of different spaces are never mixed.
 * `id` joins the parts, e.g. `resight-conse@int8+shortest256-crop224-cubic+ort1.30.0`.
 */
export interface EmbeddingSpace {
  readonly id: string
  readonly model: string
  readonly dtype: string
  readonly preprocessing: string
  readonly runtime: string
  readonly d: number
}

/** What `encodeImages` gives for n pictures. */
export interface ImageEncoding {
  /** [n × d], L2-normalised */
  readonly globals: Matrix
  /** One [tokens.count × d] matrix a picture, rows L2-normalised, in the same space as words; null: no tokens. */
  readonly tokens: readonly Matrix[] | null
}

/** One image–text model. Implementations validate their input and may be called concurrently. */
export interface Encoder {
  /** Registry key and manifest id, e.g. `clip-vit-b-32`. */
  readonly id: string
  readonly d: number
  readonly space: EmbeddingSpace
  readonly pixels: PixelSpec
  /** Grid of local tokens a picture gives (rows × columns = count), or null. */
  readonly tokens: { readonly count: number; readonly rows: number; readonly columns: number } | null
  /** What the runtime chose, e.g. `cpu`, `webgpu`. */
  readonly device: string
  /** @throws ResightError `invalid-argument` when a picture's size differs from `pixels.cropPx`. */
  encodeImages(batch: readonly Pixels[]): Promise<ImageEncoding>
  /** @returns [n × d], L2-normalised; too long a text is truncated as the model's tokenizer does. */
  encodeTexts(batch: readonly string[]): Promise<Matrix>
  dispose(): Promise<void>
}

/** Local tokens of one photo, quantised: component c of token t is `data[t * d + c] * scales[t]`. */
export interface TokenSet {
  readonly k: number
  readonly d: number
  /** [k × d] int8 in [-127, 127] */
  readonly data: Int8Array
  /** [k] float32, > 0 */
  readonly scales: Float32Array
}

/** Keypoints of a photo, or of a region of it, with their descriptors, strongest first. */
export interface LocalFeatures {
  /** Of the upright photo, px. */
  readonly imageSize: { readonly width: number; readonly height: number }
  /** Pixels of the picture that the extractor saw for one of the upright photo: the unit of its precision. > 0 */
  readonly scale: number
  /** [n × 2] x and y, px of the upright photo */
  readonly keypoints: Float32Array
  /** [n] in (0, 1], relative to the strongest */
  readonly strengths: Float32Array
  /** [n × d], L2-normalised before they were quantised */
  readonly descriptors: TokenSet
}

/** @see VectorIndex.search */
export interface SearchLabels {
  /** [nq × k] photo ids, best first; padded with -1 */
  readonly labels: Int32Array
  /** [nq × k] inner products; padded with -Infinity */
  readonly similarities: Float32Array
}

/** An index over one embedding space. Ids are photo ids (positive 31-bit integers). */
export interface VectorIndex {
  readonly kind: 'faiss' | 'flat'
  readonly d: number
  readonly ntotal: number
  /** Ids in row order; row r belongs to `ids[r]`. Valid until the next add or remove. */
  readonly ids: Int32Array
  /** An id already present is replaced. @param vectors [ids.length × d] */
  add(ids: readonly number[], vectors: Matrix): void
  /** Unknown ids are ignored. @returns how many were removed */
  remove(ids: readonly number[]): number
  /**
   * Exact k nearest by inner product, ties by smaller id.
   * @param queries [nq × d] @param allow only these ids; absent: all
   */
  search(queries: Matrix, k: number, allow?: ReadonlySet<number>): SearchLabels
  /** Inner products with every vector, in row order. @param queries [nq × d] @returns [nq × ntotal] */
  similarities(queries: Matrix): Promise<Float32Array>
  /** @returns copies of the vectors, [ids.length × d]; an unknown id throws */
  reconstruct(ids: readonly number[]): Matrix
}

/** A photo of the shortlist, in first-stage order. */
export interface Candidate {
  readonly photoId: number
  readonly similarity: number
  /** In a reranker's answer: false where `similarity` is still the first stage's (pruned, or without tokens). */
  readonly reranked?: boolean
  /** In the answer of a reranker by local features: points of the query's pictures that match under one geometry. */
  readonly matchedPoints?: number
}

/** The query as a reranker sees it. */
export interface RerankQuery {
  /** [d], L2-normalised: the composed query vector */
  readonly global: Float32Array
  /**
   * One entry a query part: its tokens [K_q × d] (words: K_q = 1, the text vector itself) and its share;
   * shares of positive parts sum to 1, negative parts have a negative weight.
   */
  readonly parts: readonly { readonly tokens: Matrix; readonly weight: number }[]
  /** The positive pictures of the query, for rerankers that look at pixels; absent or empty: it has none. */
  readonly pictures?: readonly PicturePart[]
}

/** A part of a query that is a picture. */
export type PicturePart = Exclude<QueryPart, { readonly kind: 'words' }>

/** Reorders a shortlist; returns a permutation of it, best first, with the new similarities. */
export interface Reranker {
  readonly id: string
  /** Whether it looks at the pixels of the query's pictures, and has nothing to say about one without. */
  readonly needsPicture?: boolean
  /** How long a shortlist it wants for k results. */
  shortlistLength(k: number): number
  rerank(
    query: RerankQuery,
    candidates: readonly Candidate[],
    k: number,
    source: RerankSource,
  ): Promise<readonly Candidate[]>
}

/** Where a reranker finds what the catalogue and the index hold of the candidates. */
export interface RerankSource {
  /** [ids.length × d] global vectors */
  vectors(ids: readonly number[]): Matrix
  /** Stored tokens, null for a photo without. */
  tokens(ids: readonly number[]): readonly (TokenSet | null)[]
  /** Absent where nothing can be decoded. */
  readonly localFeatures?: LocalFeatureSource
}

/** Where local features come from: remembered, or extracted when first asked for. */
export interface LocalFeatureSource {
  /** @throws PhotoError when the picture can't be read */
  ofPart(part: PicturePart): Promise<LocalFeatures>
  /** One entry an id, in order; null for a photo that can't be read. */
  ofPhotos(ids: readonly number[]): Promise<readonly (LocalFeatures | null)[]>
}

export type ErrorCode =
  | 'invalid-argument'
  | 'not-found'
  | 'unreadable'
  | 'unsupported'
  | 'too-large'
  | 'timed-out'
  | 'crashed'
  | 'corrupt'
  | 'offline'
  | 'busy'
  | 'cancelled'
  | 'internal'

/** The one error voice: what happened, to which file or name, and what to do about it. */
export class ResightError extends Error {
  readonly code: ErrorCode
  /** What the person can do; a full sentence. */
  readonly remedy: string | null
  constructor(code: ErrorCode, message: string, options: { readonly remedy?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'ResightError'
    this.code = code
    this.remedy = options.remedy ?? null
  }
}

/** "Expected positive integer for k but received spoons of type string" (style.md, sharp). */
export function invalidArgument(name: string, expected: string, actual: unknown): ResightError {
  const shown = typeof actual === 'string' ? JSON.stringify(actual.slice(0, 80)) : String(actual)
  return new ResightError(
    'invalid-argument',
    `Expected ${expected} for ${name} but received ${shown} of type ${typeof actual}`,
  )
}

/** For the default branch of an exhaustive switch. */
export function assertNever(value: never): never {
  throw new ResightError('internal', `Unexpected value ${JSON.stringify(value)}`)
}
