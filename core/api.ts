/**
 * The contract between the engine and every shell: command line, local server, desktop window, tests.
 * Plain data in, plain data out, so that any transport can carry it. It imports nothing but its own parts in `core/api/`.
 * Times are ISO 8601 strings; durations say their unit; paths are absolute.
 */

import type { Bounds, LibraryBrowser } from './api/browse.ts'
import type { CallControl, Cancellable, SlowCalls } from './api/cancellable.ts'
import type { ModelStore } from './api/models.ts'
import type {
  PhotoIdentifier,
  PhotoIdJobReport,
  PhotoIdJobRequest,
  ProjectExportFormat,
  ProjectExportOptions,
  ProjectExportReport,
  ProjectImportReport,
} from './api/photo-id.ts'
import type { LibraryStatus } from './api/status.ts'

export type { Evidence, HeatMap, MatchedPoints } from './api/evidence.ts'
export type { FolderStatus, LibraryStatus, SpaceStatus } from './api/status.ts'

export type PhotoId = number

/** Fractions of the upright photo's width and height. */
export interface RegionValue {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One part of a query. `weight` > 0 (default 1); a negative part pushes away what resembles it. */
export type QueryPart = { readonly negative?: boolean; readonly weight?: number } & (
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'file'; readonly path: string; readonly region?: RegionValue }
  | { readonly kind: 'photo'; readonly photoId: PhotoId; readonly region?: RegionValue }
  /** A picture handed over by `addUpload`. */
  | { readonly kind: 'upload'; readonly uploadId: string; readonly region?: RegionValue }
)

export const COMPOSITION_METHODS = ['sum', 'slerp', 'product', 'weicom'] as const
export type CompositionMethod = (typeof COMPOSITION_METHODS)[number]
export const RERANKERS = ['none', 'tokens', 'superglobal', 'local'] as const
export type RerankerName = (typeof RERANKERS)[number]
export const DEVICES = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const
export type Device = (typeof DEVICES)[number]

export interface Filter {
  /** Only photos in this folder or below it. */
  readonly folder?: string
  /** Capture date, inclusive, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in the photo's own local time. */
  readonly from?: string
  readonly to?: string
  /** Case-insensitive substring of make and model. */
  readonly camera?: string
  readonly album?: number
  /** Only photos that say where they were taken, and that inside this box. */
  readonly bounds?: Bounds
}

/** Relevance feedback: results that a person marked. The query moves towards the first and away from the second. */
export interface Feedback {
  readonly like: readonly PhotoId[]
  readonly unlike: readonly PhotoId[]
}

export interface Query {
  /** May be empty where `feedback` marks photos: more like these. */
  readonly parts: readonly QueryPart[]
  readonly method?: CompositionMethod
  /** 0: photos only … 1: words only; the λ of WeiCom, the t of slerp. Default 0.5. */
  readonly balance?: number
  readonly rerank?: RerankerName
  /** How many results, 1 … 10,000. Default 20. */
  readonly k?: number
  readonly filter?: Filter
  readonly feedback?: Feedback
  /** Photos never to return (e.g. the query photo itself in an evaluation). */
  readonly exclude?: readonly PhotoId[]
}

/** Why a result is where it is: every similarity that went into it, by part and by stage. */
export interface ResultParts {
  /** One entry a query part, in query order: its own similarity to this photo. */
  readonly byPart: readonly { readonly label: string; readonly negative: boolean; readonly similarity: number }[]
  /** Similarity to the mean of the photos marked as liked, and as unliked (null: none); absent without feedback. */
  readonly feedback?: { readonly like: number | null; readonly unlike: number | null }
  /** Similarity after composition and feedback. */
  readonly composed: number
  /** Similarity after reranking; null where this result was not reranked. */
  readonly reranked: number | null
  /** 1-based rank before reranking. */
  readonly rankBefore: number
  /** Where `local` reranked this result: points of the query's pictures that it shows, under one geometry each. */
  readonly matchedPoints?: number
}

export interface SearchResult {
  readonly photoId: PhotoId
  readonly path: string
  readonly similarity: number
  readonly parts: ResultParts
}

export interface SearchTimings {
  readonly encode: number
  readonly search: number
  readonly compose: number
  readonly rerank: number
  readonly total: number
}

export interface SearchAnswer {
  readonly query: Query
  readonly space: string
  readonly method: CompositionMethod
  readonly rerank: RerankerName
  readonly timingsMs: SearchTimings
  readonly results: readonly SearchResult[]
  /** Plain hints for the person, e.g. that some photos are not encoded yet. */
  readonly hints: readonly string[]
}

export interface Progress {
  readonly phase:
    | 'scan'
    | 'encode'
    | 'index'
    | 'download'
    | 'verify'
    | 'measure'
    | 'regions'
    | 'features'
    | 'compare'
    | 'draw'
    | 'pack'
    | 'unpack'
  /** Photos; bytes while a model is downloaded or verified, or a project packed or unpacked. */
  readonly done: number
  /** null while not known yet */
  readonly total: number | null
  readonly ratePerSecond: number
  readonly secondsLeft: number | null
  readonly failed: number
  /** The file being worked on, for a person to see. */
  readonly current: string | null
}

/** How a caller follows and steers anything long. */
export interface JobControl {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Awaited between files; resolves when the job may go on. Absent: never paused. */
  readonly whilePaused?: () => Promise<void>
}

export interface AddRequest {
  readonly folders: readonly string[]
  /** Globs relative to each folder; remembered with the folder and applied backwards. */
  readonly exclude?: readonly string[]
}

export interface AddReport {
  readonly indexed: number
  readonly unchanged: number
  readonly failed: number
  /** Files that are gone from a folder that is online. */
  readonly removed: number
  /** Files recognised by content at another path. */
  readonly moved: number
  readonly cancelled: boolean
  readonly seconds: number
  readonly photosPerSecond: number
}

export interface FailedFile {
  readonly path: string
  readonly reason: string
  readonly code: string
  readonly failedAt: string
}

export interface PhotoDetails {
  readonly photoId: PhotoId
  readonly paths: readonly string[]
  readonly contentHash: string
  readonly format: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Local capture time, `YYYY-MM-DDTHH:MM:SS`, with offset where the file says one. */
  readonly takenAt: string | null
  readonly camera: string | null
  readonly lens: string | null
  readonly gps: { readonly latitude: number; readonly longitude: number } | null
  readonly rating: number | null
  readonly keywords: readonly string[]
  readonly title: string | null
  readonly description: string | null
}

export interface DuplicateGroup {
  readonly kind: 'exact' | 'near'
  readonly photoIds: readonly PhotoId[]
  readonly paths: readonly string[]
}

export interface Thumbnail {
  readonly mime: 'image/webp'
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export interface ModelStatus {
  readonly id: string
  readonly family: string
  /** Only an `image-text` model can answer searches. */
  readonly kind: 'image-text' | 'local-features' | 'detector'
  readonly installed: boolean
  readonly active: boolean
  readonly builtIn: boolean
  readonly d: number
  readonly licence: string
  readonly goodFor: string
  /** Size on disk of all its files. */
  readonly bytes: number
  /** Memory that it needs while it runs, as the manifest says; null where unknown. */
  readonly memoryBytes: number | null
  readonly languages: readonly string[]
  /** Plain warning, e.g. that the licence allows research only; null: none. */
  readonly warning: string | null
  /** Photos that have a vector in its space. */
  readonly encoded: number
}

/** An open library. Every method rejects with a ResightError that names the file and the remedy. */
export interface Engine
  extends LibraryBrowser, ModelStore, Omit<PhotoIdentifier, keyof SlowCalls>, Cancellable<SlowCalls> {
  add(request: AddRequest, control?: JobControl): Promise<AddReport>
  rescan(control?: JobControl): Promise<AddReport>
  /** Reads every failed file again, changed or not. */
  retryFailed(control?: JobControl): Promise<AddReport>
  /** Forgets a folder; photos found nowhere else are dropped from the catalogue. Files on disk are not touched. */
  remove(folder: string): Promise<{ readonly removed: number }>
  status(): Promise<LibraryStatus>
  failed(): Promise<readonly FailedFile[]>
  models(): Promise<readonly ModelStatus[]>
  photo(photoId: PhotoId): Promise<PhotoDetails>
  /** The photo that the file at each absolute path shows; null: none that is indexed. */
  photoIds(paths: readonly string[]): Promise<readonly (PhotoId | null)[]>
  thumbnail(photoId: PhotoId): Promise<Thumbnail | null>
  /** The upright photo, longest side at most `longestSide` (64 … 16,384) px and never enlarged, decoded anew. */
  preview(photoId: PhotoId, longestSide: number, control?: CallControl): Promise<Thumbnail>
  /** Keeps a picture to search with (the newest 200 are kept). @returns its id, the SHA-256 of the bytes in hex */
  addUpload(data: Uint8Array, name: string): Promise<string>
  /** A picture handed over before, as WebP of at most 512 px; null: no longer kept. */
  upload(uploadId: string): Promise<Thumbnail | null>
  duplicates(): Promise<readonly DuplicateGroup[]>
  /** Does one of photo-ID's long jobs. */
  photoIdJob(request: PhotoIdJobRequest, control?: JobControl): Promise<PhotoIdJobReport>
  /** Writes one file (formats of several are put into a ZIP) to `path`, whole or not at all. */
  exportProject(
    projectId: string,
    format: ProjectExportFormat,
    path: string,
    options: ProjectExportOptions,
    control?: JobControl,
  ): Promise<ProjectExportReport>
  /**
   * Opens a project's ZIP, or lays its log beside that of the same project here: all of it or nothing.
   * @param name what messages call it; absent: its path
   */
  importProject(path: string, control?: JobControl, name?: string): Promise<ProjectImportReport>
  close(): Promise<void>
}

export interface EngineOptions {
  /** Folder of the library; made when missing. */
  readonly library: string
  /** Model id; absent: the library's active model, else the built-in one. */
  readonly model?: string
  readonly device?: Device
}
