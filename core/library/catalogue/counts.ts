import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LibraryStatus, SpaceStatus } from '../../api.ts'
import type { Catalogue } from './catalogue.ts'
import { integer } from './rows.ts'
import { listSpaces } from './spaces.ts'
import { countVectors } from './vectors.ts'

/** Photos that a file shows, files that show one, and files that could not be read. */
export function countLibrary(catalogue: Catalogue): Pick<LibraryStatus, 'photos' | 'files' | 'failed'> {
  const { database } = catalogue
  const one = (sql: string) => integer(database.get(sql) ?? {}, 'n')
  return {
    photos: one('SELECT count(*) AS n FROM photos WHERE orphaned IS NULL'),
    files: one('SELECT count(*) AS n FROM files WHERE code IS NULL'),
    failed: one('SELECT count(*) AS n FROM files WHERE code IS NOT NULL'),
  }
}

/** By id of the folder. */
export function countFolders(
  catalogue: Catalogue,
): ReadonlyMap<number, { readonly photos: number; readonly failed: number }> {
  const sql = `SELECT folder, count(DISTINCT photo) AS photos, count(code) AS failed FROM files GROUP BY folder`
  return new Map(
    catalogue.database
      .all(sql)
      .map((row) => [integer(row, 'folder'), { photos: integer(row, 'photos'), failed: integer(row, 'failed') }]),
  )
}

/** @returns `bytes`: what vectors and tokens of the space take, without SQLite's own */
export function readSpaceStatuses(catalogue: Catalogue): readonly SpaceStatus[] {
  return listSpaces(catalogue).map((space) => {
    const sql = 'SELECT coalesce(sum(length(tokens) + length(scales)), 0) AS n FROM tokens WHERE space = ?'
    const tokenBytes = integer(catalogue.database.get(sql, space.rowId) ?? {}, 'n')
    const encoded = countVectors(catalogue, space.id)
    return {
      id: space.id,
      model: space.model,
      active: space.active,
      encoded,
      d: space.d,
      bytes: encoded * space.d * 4 + tokenBytes,
    }
  })
}

/** What the library takes on disk, write-ahead logs included, and what is free there. */
export function measureDisk(catalogue: Catalogue): {
  readonly catalogue: number
  readonly thumbnails: number
  readonly free: number
} {
  const { folder } = catalogue
  const { bavail, bsize } = statfsSync(folder)
  return {
    catalogue: databaseBytes(join(folder, 'catalogue.sqlite')),
    thumbnails: databaseBytes(join(folder, 'thumbnails.sqlite')),
    free: bavail * bsize,
  }
}

function databaseBytes(path: string): number {
  return ['', '-wal', '-shm'].reduce(
    (sum, suffix) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
