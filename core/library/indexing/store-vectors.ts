import type { Catalogue } from '../catalogue/catalogue.ts'
import { type KnownFile, recordFailure, recordFile } from '../catalogue/files.ts'
import type { StoredSpace } from '../catalogue/spaces.ts'
import { writeThumbnails } from '../catalogue/thumbnails.ts'
import { listFilesOf, visibleHash } from '../catalogue/unencoded.ts'
import { recordVector } from '../catalogue/vectors.ts'
import { PhotoError } from '../decoded.ts'
import type { EncodedPhoto } from './encode.ts'
import type { Reread } from './reread.ts'

/** A photo read again; `encoded` null: the encoder cannot do it. */
export interface Reencoded {
  readonly reread: Reread & { readonly kind: 'decoded' }
  readonly encoded: EncodedPhoto | null
}

/**
 * Stores a batch of vectors in one transaction. Others may change the library meanwhile, so only what still is as it
 * was read is stored: nothing here adds a photo or a file.
 * @returns how many photos got their vector, and how many failed
 */
export function storeVectors(
  catalogue: Catalogue,
  space: StoredSpace,
  done: readonly Reencoded[],
  failed: readonly (Reread & { readonly kind: 'failed' })[],
  failedAt: string,
): { readonly encoded: number; readonly failed: number } {
  writeThumbnails(
    catalogue,
    done.flatMap(({ reread: { photo } }) =>
      photo.thumbnail === null ? [] : [{ contentHash: photo.contentHash, thumbnail: photo.thumbnail }],
    ),
  )
  return catalogue.database.transaction(() => {
    const tally = { encoded: 0, failed: 0 }
    for (const { reread, encoded } of done) {
      const { photoId, file, photo } = reread
      if (visibleHash(catalogue, photoId) !== photo.contentHash) continue
      if (encoded === null) {
        tally.failed += 1
        markFailed(catalogue, photoId, file, encoderFailure(file.path), failedAt)
        continue
      }
      recordVector(catalogue, space, photoId, encoded.vector, encoded.tokens)
      tally.encoded += 1
      // It failed once, perhaps for another model; that it can be read is known now.
      if (file.failed && isAsItWas(catalogue, photoId, file)) recordFile(catalogue, file, file.folderId, photoId)
    }
    for (const { photoId, failures } of failed) {
      tally.failed += 1
      for (const { file, error } of failures) markFailed(catalogue, photoId, file, error, failedAt)
    }
    return tally
  })
}

function markFailed(
  catalogue: Catalogue,
  photoId: number,
  file: KnownFile,
  { code, reason }: PhotoError,
  failedAt: string,
): void {
  if (!isAsItWas(catalogue, photoId, file)) return
  recordFailure(catalogue, file, file.folderId, photoId, { code, reason, failedAt })
}

function isAsItWas(catalogue: Catalogue, photoId: number, { id, bytes, mtimeMs }: KnownFile): boolean {
  return listFilesOf(catalogue, photoId).some(
    (file) => file.id === id && file.bytes === bytes && file.mtimeMs === mtimeMs,
  )
}

/** The words for a picture that an encoder cannot do. */
export function encoderFailure(path: string): PhotoError {
  const reason = 'The model could not work with this picture. Open it in an image editor and save it anew.'
  return new PhotoError('internal', path, reason)
}
