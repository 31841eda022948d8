import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddingSpace } from '../../types.ts'
import type { DecodedPhoto, PhotoMetadata } from '../decoded.ts'
import { type Catalogue, closeCatalogue, openCatalogue } from './catalogue.ts'
import { recordFile } from './files.ts'
import { recordPhoto } from './photos.ts'

/** Test only: a fresh folder, gone after `use`. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'resight-catalogue-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Test only: a fresh catalogue, closed and gone after `use`. */
export function withCatalogue<T>(use: (catalogue: Catalogue) => T): T {
  return withFolder((folder) => {
    const catalogue = openCatalogue(folder)
    try {
      return use(catalogue)
    } finally {
      closeCatalogue(catalogue)
    }
  })
}

export function testSpace(d: number, id = 'tiny'): EmbeddingSpace {
  return { id, model: 'tiny', dtype: 'fp32', preprocessing: 'exact4', runtime: 'test', d }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

export function testPhoto(content: string, metadata: Partial<PhotoMetadata> = {}): DecodedPhoto {
  return {
    contentHash: sha256(content),
    bytes: content.length,
    format: 'jpeg',
    width: 40,
    height: 30,
    pixels: null,
    thumbnail: null,
    dhash: sha256(content).slice(0, 16),
    metadata: {
      takenAt: null,
      camera: null,
      lens: null,
      gps: null,
      rating: null,
      keywords: [],
      title: null,
      description: null,
      ...metadata,
    },
    warning: null,
  }
}

/** Records a photo of this content at a path; the content also gives its size. @returns its id */
export function addPhoto(
  catalogue: Catalogue,
  folderId: number,
  path: string,
  content: string,
  metadata: Partial<PhotoMetadata> = {},
): number {
  return catalogue.database.transaction(() => {
    const photoId = recordPhoto(catalogue, testPhoto(content, metadata))
    recordFile(catalogue, { path, bytes: content.length, mtimeMs: 1.5 }, folderId, photoId)
    return photoId
  })
}
