import type { Catalogue } from '../catalogue/catalogue.ts'
import { type FileFailure, recordFailure, recordFile } from '../catalogue/files.ts'
import { recordPhoto } from '../catalogue/photos.ts'
import type { StoredSpace } from '../catalogue/spaces.ts'
import { writeThumbnails } from '../catalogue/thumbnails.ts'
import { recordVector } from '../catalogue/vectors.ts'
import type { DecodedPhoto } from '../decoded.ts'
import type { Source } from './compare.ts'
import type { EncodedPhoto } from './encode.ts'
import type { Prepared, SourceFailure } from './prepare.ts'
import type { Tally } from './report.ts'
import { encoderFailure } from './store-vectors.ts'

/** A photo decoded and encoded; `encoded` null: the encoder cannot do it. */
export interface Finished {
  readonly source: Source
  readonly photo: DecodedPhoto
  readonly encoded: EncodedPhoto | null
}

/**
 * Stores a batch in one transaction: photo, vector, tokens and file together, so that a process killed at any moment
 * leaves each of its photos whole or absent. Thumbnails, a cache, go first.
 */
export function storeBatch(
  catalogue: Catalogue,
  space: StoredSpace,
  finished: readonly Finished[],
  others: readonly Prepared[],
  failedAt: string,
): Tally {
  writeThumbnails(
    catalogue,
    finished.flatMap(({ photo: { contentHash, thumbnail } }) =>
      thumbnail === null ? [] : [{ contentHash, thumbnail }],
    ),
  )
  const linked = others.filter((item) => item.kind === 'linked')
  const failures = [
    ...others.flatMap((item) => (item.kind === 'failed' ? item.failures : [])),
    ...finished.flatMap((item) =>
      item.encoded === null ? [{ source: item.source, error: encoderFailure(item.source.file.path) }] : [],
    ),
  ]
  catalogue.database.transaction(() => {
    for (const { source, photo, encoded } of finished) {
      if (encoded === null) continue
      const photoId = recordPhoto(catalogue, photo)
      recordVector(catalogue, space, photoId, encoded.vector, encoded.tokens)
      recordFile(catalogue, source.file, source.folderId, photoId)
    }
    for (const { source, photoId } of linked) recordFile(catalogue, source.file, source.folderId, photoId)
    for (const failure of failures) storeFailure(catalogue, failure, failedAt)
  })
  const unchanged = linked.filter(({ source, photoId }) => source.known?.photoId === photoId).length
  return {
    indexed: finished.filter(({ encoded }) => encoded !== null).length,
    unchanged,
    moved: linked.length - unchanged,
    failed: failures.length,
  }
}

/** A file whose content is as it was still shows its photo, though it cannot be read just now. */
function storeFailure(catalogue: Catalogue, { source, error }: SourceFailure, failedAt: string): void {
  const { file, folderId, known } = source
  const isSame = known !== null && known.bytes === file.bytes && known.mtimeMs === file.mtimeMs
  const failure: FileFailure = { code: error.code, reason: error.reason, failedAt }
  recordFailure(catalogue, file, folderId, isSame ? known.photoId : null, failure)
}
