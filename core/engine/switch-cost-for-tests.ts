import { createHash } from 'node:crypto'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { recordFile } from '../library/catalogue/files.ts'
import { rememberFolder } from '../library/catalogue/folders.ts'
import { recordPhoto } from '../library/catalogue/photos.ts'
import { ensureSpace } from '../library/catalogue/spaces.ts'
import { recordVector } from '../library/catalogue/vectors.ts'
import { TOKENS_KEPT } from '../rerank/aggregate.ts'
import type { EmbeddingSpace } from '../types.ts'

/** Test only: photos in the catalogue, with vectors of a space where one is given. */
export function fillLibrary(
  catalogue: Catalogue,
  photos: number,
  space: EmbeddingSpace | null,
  hasTokens: boolean,
): void {
  catalogue.database.transaction(() => {
    const folder = rememberFolder(catalogue, '/photos')
    const stored = space && ensureSpace(catalogue, space)
    for (let i = 0; i < photos; i++) {
      const contentHash = createHash('sha256').update(`${i}`).digest('hex')
      const [bytes, dhash] = [1000, '0'.repeat(32)]
      const photo = { contentHash, bytes, format: 'jpeg', width: 8, height: 8, dhash, metadata: null, warning: null }
      const photoId = recordPhoto(catalogue, photo)
      recordFile(catalogue, { path: `/photos/${i}.jpg`, bytes, mtimeMs: i }, folder.id, photoId)
      if (stored === null) continue
      const { d } = stored
      const tokens = { k: TOKENS_KEPT, d, data: new Int8Array(TOKENS_KEPT * d), scales: new Float32Array(TOKENS_KEPT) }
      recordVector(catalogue, stored, photoId, new Float32Array(d), hasTokens ? tokens : null)
    }
  })
}

/** Of the pages in use, without the log. */
export function databaseBytesOf({ database }: Catalogue): number {
  const pages = database.get('PRAGMA page_count')?.['page_count']
  const size = database.get('PRAGMA page_size')?.['page_size']
  return Number(pages) * Number(size)
}
