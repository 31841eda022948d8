import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Thumbnail } from '../../api.ts'
import { ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { integer } from './rows.ts'

/** "Rsth" */
const APPLICATION_ID = 0x52737468
/** Above any thumbnail that Resight makes; a larger one comes from elsewhere. */
const MAX_THUMBNAIL_BYTES = 4 << 20

const SCHEMA = {
  applicationId: APPLICATION_ID,
  pageBytes: 4096,
  migrations: [
    `CREATE TABLE thumbnails (
      hash BLOB NOT NULL PRIMARY KEY,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      webp BLOB NOT NULL
    ) STRICT;`,
  ],
}

/**
 * Opens the thumbnails of a library folder. They are only a cache: a file that cannot be used is set aside as
 * `thumbnails.broken` and a new one begun.
 */
export function openThumbnails(folder: string): Database {
  const path = join(folder, 'thumbnails.sqlite')
  try {
    return openAt(path)
  } catch (cause) {
    if (!(cause instanceof ResightError) || (cause.code !== 'corrupt' && cause.code !== 'unsupported')) throw cause
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
    renameSync(path, join(folder, 'thumbnails.broken'))
    return openAt(path)
  }
}

function openAt(path: string): Database {
  const database = new Database(path)
  try {
    migrate(database, SCHEMA)
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/** Keyed by content, so that a thumbnail can never show another photo, whatever happened to the catalogue. */
export function writeThumbnails(
  catalogue: Catalogue,
  thumbnails: readonly { readonly contentHash: string; readonly thumbnail: Thumbnail }[],
): void {
  if (thumbnails.length === 0) return
  const { thumbnails: database } = catalogue
  database.transaction(() => {
    for (const { contentHash, thumbnail } of thumbnails) {
      database.run(
        'INSERT INTO thumbnails (hash, width, height, webp) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
        Buffer.from(contentHash, 'hex'),
        thumbnail.width,
        thumbnail.height,
        thumbnail.data,
      )
    }
  })
}

/** @param contentHash 64 hex digits @returns null where there is none, or it makes no sense */
export function readThumbnail(catalogue: Catalogue, contentHash: string): Thumbnail | null {
  const row = catalogue.thumbnails.get(
    `SELECT width, height, webp FROM thumbnails WHERE hash = ? AND length(webp) <= ${MAX_THUMBNAIL_BYTES}`,
    Buffer.from(contentHash, 'hex'),
  )
  if (row === undefined || !(row.webp instanceof Uint8Array)) return null
  return { mime: 'image/webp', width: integer(row, 'width'), height: integer(row, 'height'), data: row.webp }
}

export function hasThumbnail(catalogue: Catalogue, contentHash: string): boolean {
  const hash = Buffer.from(contentHash, 'hex')
  return catalogue.thumbnails.get('SELECT 1 FROM thumbnails WHERE hash = ?', hash) !== undefined
}

/** Drops thumbnails of photos that are no more. @param hashes 32 bytes each */
export function dropThumbnails(catalogue: Catalogue, hashes: readonly Uint8Array[]): void {
  if (hashes.length === 0) return
  const { thumbnails: database } = catalogue
  database.transaction(() => {
    for (const hash of hashes) database.run('DELETE FROM thumbnails WHERE hash = ?', hash)
  })
}
