import type { Thumbnail } from '../api.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { readPhoto } from '../library/catalogue/photos.ts'
import { PhotoError, type DecodePool } from '../library/decoded.ts'
import { requirePhotoId } from '../query/validate.ts'
import { invalidArgument, ResightError } from '../types.ts'

const SMALLEST_PX = 64
const LARGEST_PX = 16_384
/** The format's own limit for a side. */
const WEBP_PX = 16_383
/** A picture that is looked at closely; thumbnails make do with less. */
const QUALITY = 80

/**
 * Decodes a photo for looking at: upright, its longest side at most `longestSide` px, never enlarged. Of several files
 * that show it, the first that can be read.
 * @throws ResightError `not-found`: no such photo; `offline`: none of its files is there; PhotoError: it can't be read
 */
export async function preview(
  catalogue: Catalogue,
  openPool: () => Promise<DecodePool>,
  photoId: number,
  longestSide: number,
  signal?: AbortSignal,
): Promise<Thumbnail> {
  requirePhotoId('photoId', photoId)
  if (!Number.isInteger(longestSide) || longestSide < SMALLEST_PX || longestSide > LARGEST_PX) {
    throw invalidArgument('longestSide', `a whole number of pixels from ${SMALLEST_PX} to ${LARGEST_PX}`, longestSide)
  }
  const { paths, contentHash: knownHash } = readPhoto(catalogue, photoId)
  const pool = await openPool()
  let failure: PhotoError | null = null
  for (const path of paths) {
    try {
      const thumbnailPx = Math.min(longestSide, WEBP_PX)
      const request = { path, pixels: null, thumbnailPx, thumbnailQuality: QUALITY, metadata: false, knownHash }
      const { thumbnail } = await pool.decode(request, signal)
      if (thumbnail !== null) return thumbnail
    } catch (cause) {
      if (!(cause instanceof PhotoError) || cause.code === 'cancelled') throw cause
      // A file that is there and damaged says more than one that is away.
      if (cause.code !== 'not-found') failure ??= cause
    }
  }
  throw failure ?? offline(photoId, paths)
}

function offline(photoId: number, paths: readonly string[]): ResightError {
  const others = paths.length > 1 ? ` (nor ${paths.length - 1} more)` : ''
  return new ResightError('offline', `${paths[0] ?? `The file of photo ${photoId}`}${others} can't be reached`, {
    remedy: 'Connect the drive it is on; if it was deleted, scan the folders again.',
  })
}
