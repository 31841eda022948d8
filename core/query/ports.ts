import type { RegionValue, RerankerName } from '../api.ts'
import type { Matrix, Reranker, RerankSource, VectorIndex } from '../types.ts'
import type { PhotoFilter } from './filter.ts'

/** A photo as a query sees it. */
export interface QueryPhoto {
  /** [d], L2-normalised */
  readonly global: Float32Array
  /** [K_q × d], rows L2-normalised; null: the encoder or the photo has none */
  readonly tokens: Matrix | null
}

/** What a search needs of the other stages, all of one embedding space. */
export interface SearchPorts {
  /** Id of the embedding space, for the answer. */
  readonly space: string
  readonly index: VectorIndex
  /** @returns [n × d], L2-normalised */
  encodeTexts(texts: readonly string[]): Promise<Matrix>
  /** Decodes and encodes a file that need not be in the library. @param path absolute */
  encodeFile(path: string, region?: RegionValue): Promise<QueryPhoto>
  /** Decodes and encodes a picture that `addUpload` keeps. @param uploadId 64 hex digits */
  uploadedPhoto(uploadId: string, region?: RegionValue): Promise<QueryPhoto>
  /** A photo of the library: its stored vector and tokens, or a new encoding of the region. */
  storedPhoto(photoId: number, region?: RegionValue): Promise<QueryPhoto>
  /** Ids of the photos that a filter lets through. */
  photosMatching(filter: PhotoFilter): ReadonlySet<number>
  /** One path a photo, in the order of the ids; an id that is gone meanwhile gives null. */
  paths(ids: readonly number[]): readonly (string | null)[]
  /** Opens a reranker when first asked for. */
  reranker(name: Exclude<RerankerName, 'none'>): Promise<Reranker>
  readonly rerankSource: RerankSource
  readonly signal?: AbortSignal
}
