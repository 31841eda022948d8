import type { Catalogue } from './catalogue.ts'
import type { KnownFile } from './files.ts'
import { blob, integer, integerOrNull, photoIdOf, real, text } from './rows.ts'
import { requireSpace } from './spaces.ts'

/**
 * Photos that a file shows and that have no vector in a space, newest first: by capture time as the photo says it, else
 * by the oldest modification time of its files, in local time, which copying preserves at best and never makes older.
 */
export function listUnencoded(catalogue: Catalogue, spaceId: string): readonly number[] {
  const { rowId } = requireSpace(catalogue, spaceId)
  const sql = `SELECT photos.id AS photo, coalesce(taken_local,
      (SELECT strftime('%Y-%m-%dT%H:%M:%S', min(mtime_ms) / 1000, 'unixepoch', 'localtime')
       FROM files WHERE files.photo = photos.id), '') AS time
    FROM photos WHERE orphaned IS NULL AND id NOT IN (SELECT photo FROM vectors WHERE space = ?)
    ORDER BY time DESC, photos.id DESC`
  return catalogue.database.all(sql, rowId).map((row) => photoIdOf(row, 'photo'))
}

/** Every file that shows a photo, failed ones too, by path. */
export function listFilesOf(catalogue: Catalogue, photoId: number): readonly KnownFile[] {
  const sql = `SELECT id, path, folder, photo, bytes, mtime_ms, code IS NOT NULL AS failed FROM files
               WHERE photo = ? ORDER BY path`
  return catalogue.database.all(sql, photoId).map((row) => ({
    id: integer(row, 'id'),
    path: text(row, 'path'),
    folderId: integer(row, 'folder'),
    photoId: integerOrNull(row, 'photo'),
    bytes: integer(row, 'bytes'),
    mtimeMs: real(row, 'mtime_ms'),
    failed: integer(row, 'failed') === 1,
  }))
}

/** Content hash of a photo that some file shows, 64 hex digits; null: there is none. */
export function visibleHash(catalogue: Catalogue, photoId: number): string | null {
  const row = catalogue.database.get('SELECT hash FROM photos WHERE id = ? AND orphaned IS NULL', photoId)
  return row === undefined ? null : Buffer.from(blob(row, 'hash', 32)).toString('hex')
}
