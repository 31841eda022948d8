import type { PhotoDetails, Thumbnail } from '../api.ts'
import { ResightError } from '../types.ts'
import type { ErrorCode, Pixels, PixelSpec, Region } from '../types.ts'

/** A regular file whose name says it is a photo. Nothing of its content is known yet. */
export interface ScannedFile {
  /** Absolute, as the folder was given plus the names below it; not resolved through symbolic links. */
  readonly path: string
  readonly bytes: number
  /** Modification time, milliseconds since 1970, with the file system's fraction. */
  readonly mtimeMs: number
}

/** Something below a scanned folder that could not be looked at. The scan goes on. */
export interface ScanProblem {
  readonly path: string
  /** A full sentence for a person. */
  readonly reason: string
  readonly code: ErrorCode
}

/** What the file says about the photo. Null or empty where it says nothing, or nonsense. */
export type PhotoMetadata = Pick<
  PhotoDetails,
  'takenAt' | 'camera' | 'lens' | 'gps' | 'rating' | 'keywords' | 'title' | 'description'
>

export interface DecodeRequest {
  /** Absolute path. */
  readonly path: string
  /** The picture an encoder wants; null: none. */
  readonly pixels: PixelSpec | null
  /** Part of the upright photo that `pixels` shows; absent: all of it. Thumbnail and dHash always show all of it. */
  readonly region?: Region
  /** Longest side of the WebP thumbnail, never enlarged; null: no thumbnail. */
  readonly thumbnailPx: number | null
  /** Of the thumbnail's WebP, 1 … 100; absent: what does for a small one. */
  readonly thumbnailQuality?: number
  readonly metadata: boolean
  /** The content hash where the caller has it already; saves computing it again. Trusted. */
  readonly knownHash?: string
}

export interface DecodedPhoto {
  /** SHA-256 of the file's bytes, 64 lower-case hex digits. */
  readonly contentHash: string
  /** Bytes read, for the catalogue. */
  readonly bytes: number
  /** What the content is, whatever the name says: `jpeg`, `png`, `webp`, `gif`, `avif`, `heic`, `tiff`, `svg`, `bmp`, `raw`. */
  readonly format: string
  /** Of the whole photo in full resolution, upright. */
  readonly width: number
  readonly height: number
  /** [cropPx.height × cropPx.width × 3]; null when not asked for. */
  readonly pixels: Pixels | null
  readonly thumbnail: Thumbnail | null
  /** 128-bit difference hash of the upright photo, 32 lower-case hex digits. @see differenceHash */
  readonly dhash: string
  /** Null when not asked for. */
  readonly metadata: PhotoMetadata | null
  /** What was wrong with the file though a picture could be read, e.g. that its end is missing; else null. */
  readonly warning: string | null
}

/**
 * Why one file gave no picture. `message` names the file; `reason` is the same for a list that shows the path anyway:
 * one or two full sentences, the last saying what the person can do.
 */
export class PhotoError extends ResightError {
  readonly path: string
  readonly reason: string
  constructor(code: ErrorCode, path: string, reason: string, cause?: unknown) {
    super(code, `${path}: ${reason}`, { cause })
    this.name = 'PhotoError'
    this.path = path
    this.reason = reason
  }
}

/**
 * Child processes that read photos, so that a crash, a hang or a memory bomb costs one file and not the app.
 * Calls may be made concurrently without limit; they wait their turn in order.
 */
export interface DecodePool {
  /** How many processes work at once; useful calls in flight are about two a worker. */
  readonly workers: number
  /** SHA-256 of the file's bytes, 64 hex digits, streamed. @throws PhotoError `not-found`, `unreadable`, `cancelled` */
  hash(path: string, signal?: AbortSignal): Promise<string>
  /**
   * @throws PhotoError `not-found`, `unreadable` (damaged, empty or forbidden), `unsupported` (not a photo),
   * `too-large`, `timed-out`, `crashed`, `cancelled`
   */
  decode(request: DecodeRequest, signal?: AbortSignal): Promise<DecodedPhoto>
  /** Ends the workers and rejects what waits with `cancelled`. Safe to call twice. */
  close(): Promise<void>
}

export interface DecodePoolOptions {
  /** Default: the machine's cores, at least 2, at most 8. */
  readonly workers?: number
  /** For one file, from its start in a worker. Default 30 s. */
  readonly timeLimitMs?: number
  /** Declared width × height. Default 400 million. */
  readonly maxPixels?: number
  /** Default 1 GiB. */
  readonly maxFileBytes?: number
  /** Resident set of one worker; past it the file is given up as `too-large`. Default 1 GiB. */
  readonly maxWorkerBytes?: number
}
