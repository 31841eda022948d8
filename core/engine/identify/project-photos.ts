import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { PhotoId } from '../../api.ts'
import type { Catalogue } from '../../library/catalogue/catalogue.ts'
import { findPhotoByHash, listFingerprints, preferredPaths } from '../../library/catalogue/photos.ts'
import { ResightError } from '../../types.ts'

/** A photo of the library at one of its places. */
export interface PlacedPhoto {
  readonly photoId: PhotoId
  readonly path: string
}

/** A file that shows the photo now; null: none can be reached. */
export function pathOf(catalogue: Catalogue, contentHash: string): string | null {
  const photoId = findPhotoByHash(catalogue, contentHash)
  const [path = null] = photoId === null ? [] : preferredPaths(catalogue, [photoId])
  return path !== null && existsSync(path) ? path : null
}

/** @throws ResightError `not-found`, `offline` */
export function requirePath(catalogue: Catalogue, contentHash: string): string {
  const photoId = findPhotoByHash(catalogue, contentHash)
  if (photoId === null) {
    throw new ResightError('not-found', `The library has no photo ${contentHash.slice(0, 12)}…`, {
      remedy: 'Add the folder that it lies in.',
    })
  }
  const [path = null] = preferredPaths(catalogue, [photoId])
  if (path !== null && existsSync(path)) return path
  throw new ResightError('offline', `${path ?? `Photo ${photoId}`} is not there now`, {
    remedy: 'Connect its disk, or look for changes.',
  })
}

/** @param folder null: the whole library; of several places of a photo below it the first */
export function photosBelow(catalogue: Catalogue, folder: string | null): readonly PlacedPhoto[] {
  const prefix = folder === null ? '' : resolve(folder).replace(/[/\\]+$/, '') + sep
  return listFingerprints(catalogue).flatMap(({ photoId, paths }) => {
    const path = paths.find((candidate) => candidate.startsWith(prefix))
    return path === undefined ? [] : [{ photoId, path }]
  })
}
