import type { FailedFile } from '../../api.ts'
import type { ErrorCode } from '../../types.ts'
import type { ScannedFile } from '../decoded.ts'
import type { Catalogue } from './catalogue.ts'
import { integer, integerOrNull, real, text } from './rows.ts'

/** A file as the catalogue last saw it. */
export interface KnownFile {
  readonly id: number
  readonly path: string
  readonly folderId: number
  /** The photo it shows; null where its content could never be read. */
  readonly photoId: number | null
  readonly bytes: number
  readonly mtimeMs: number
  readonly failed: boolean
}

/** Every file of the library at once: one query instead of one a file. */
export function listFiles(catalogue: Catalogue): readonly KnownFile[] {
  const files: KnownFile[] = []
  const sql = 'SELECT id, path, folder, photo, bytes, mtime_ms, code IS NOT NULL AS failed FROM files'
  for (const row of catalogue.database.iterate(sql)) {
    files.push({
      id: integer(row, 'id'),
      path: text(row, 'path'),
      folderId: integer(row, 'folder'),
      photoId: integerOrNull(row, 'photo'),
      bytes: integer(row, 'bytes'),
      mtimeMs: real(row, 'mtime_ms'),
      failed: integer(row, 'failed') === 1,
    })
  }
  return files
}

/** Records that a file shows a photo. What was recorded of the path before is replaced. */
export function recordFile(catalogue: Catalogue, file: ScannedFile, folderId: number, photoId: number): void {
  catalogue.database.run(
    `INSERT INTO files (path, folder, photo, bytes, mtime_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET folder = excluded.folder, photo = excluded.photo, bytes = excluded.bytes,
       mtime_ms = excluded.mtime_ms, code = NULL, reason = NULL, failed_at = NULL`,
    file.path,
    folderId,
    photoId,
    file.bytes,
    file.mtimeMs,
  )
}

/** Why a file gave no picture. */
export interface FileFailure {
  readonly code: ErrorCode
  readonly reason: string
  /** ISO 8601 */
  readonly failedAt: string
}

/**
 * Records that a file could not be read, so that it is left alone until it changes.
 * @param photoId the photo it is known to show all the same, e.g. when only a new model choked on it
 */
export function recordFailure(
  catalogue: Catalogue,
  file: ScannedFile,
  folderId: number,
  photoId: number | null,
  failure: FileFailure,
): void {
  catalogue.database.run(
    `INSERT INTO files (path, folder, photo, bytes, mtime_ms, code, reason, failed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET folder = excluded.folder, photo = excluded.photo, bytes = excluded.bytes,
       mtime_ms = excluded.mtime_ms, code = excluded.code, reason = excluded.reason, failed_at = excluded.failed_at`,
    file.path,
    folderId,
    photoId,
    file.bytes,
    file.mtimeMs,
    failure.code,
    failure.reason,
    failure.failedAt,
  )
}

export function removeFile(catalogue: Catalogue, fileId: number): void {
  catalogue.database.run('DELETE FROM files WHERE id = ?', fileId)
}

/** The file is now found through another remembered folder. */
export function moveFileToFolder(catalogue: Catalogue, fileId: number, folderId: number): void {
  catalogue.database.run('UPDATE files SET folder = ? WHERE id = ?', folderId, fileId)
}

/** By path. */
export function listFailedFiles(catalogue: Catalogue): readonly FailedFile[] {
  const sql = 'SELECT path, reason, code, failed_at FROM files WHERE code IS NOT NULL ORDER BY path'
  return catalogue.database.all(sql).map((row) => ({
    path: text(row, 'path'),
    reason: text(row, 'reason'),
    code: text(row, 'code'),
    failedAt: text(row, 'failed_at'),
  }))
}
