import { ResightError, type Pixels, type PixelSpec } from '../../types.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { KnownFile } from '../catalogue/files.ts'
import { listFolders } from '../catalogue/folders.ts'
import { hasThumbnail } from '../catalogue/thumbnails.ts'
import { listFilesOf, visibleHash } from '../catalogue/unencoded.ts'
import { type DecodedPhoto, type DecodePool, PhotoError } from '../decoded.ts'
import { THUMBNAIL_PX } from './prepare.ts'
import { deviceOf } from './survey.ts'

/** What became of a known photo that was to be read again. */
export type Reread =
  | {
      readonly kind: 'decoded'
      readonly photoId: number
      readonly file: KnownFile
      readonly photo: DecodedPhoto
      readonly pixels: Pixels
    }
  | {
      readonly kind: 'failed'
      readonly photoId: number
      readonly failures: readonly { readonly file: KnownFile; readonly error: PhotoError }[]
    }
  /** Every file that shows it is offline, gone or has other content by now: the next scan will see to it. */
  | { readonly kind: 'out of reach'; readonly photoId: number }
  /** No file shows it any more. */
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'cancelled' }

export interface RereadContext {
  readonly catalogue: Catalogue
  readonly pool: DecodePool
  readonly pixels: PixelSpec
  readonly signal: AbortSignal
}

/** Decodes a photo of the catalogue from the first of its files that still has its content. */
export async function reread(photoId: number, context: RereadContext): Promise<Reread> {
  const { catalogue, pool, pixels, signal } = context
  const contentHash = visibleHash(catalogue, photoId)
  if (contentHash === null) return { kind: 'forgotten' }
  const failures: { readonly file: KnownFile; readonly error: PhotoError }[] = []
  for (const file of listFilesOf(catalogue, photoId)) {
    const thumbnailPx = hasThumbnail(catalogue, contentHash) ? null : THUMBNAIL_PX
    try {
      const photo = await pool.decode({ path: file.path, pixels, thumbnailPx, metadata: false }, signal)
      if (photo.contentHash !== contentHash) continue
      if (photo.pixels === null) throw new ResightError('internal', `${file.path} was decoded without its pixels`)
      return { kind: 'decoded', photoId, file, photo, pixels: photo.pixels }
    } catch (error) {
      if (error instanceof ResightError && error.code === 'cancelled') return { kind: 'cancelled' }
      if (!(error instanceof PhotoError)) throw error
      if (error.code === 'not-found') continue
      if (error.code === 'unreadable' && (await isOffline(catalogue, file))) continue
      failures.push({ file, error })
    }
  }
  return failures.length === 0 ? { kind: 'out of reach', photoId } : { kind: 'failed', photoId, failures }
}

/** A drive that is being unplugged gives errors of all kinds before its folder is gone. */
async function isOffline(catalogue: Catalogue, { folderId }: KnownFile): Promise<boolean> {
  const folder = listFolders(catalogue).find(({ id }) => id === folderId)
  return folder === undefined || (await deviceOf(folder.path)) === null
}
