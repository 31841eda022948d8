import { sep } from 'node:path'
import { ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { lockForWriting } from './lock.ts'
import { dropOrphansOf, sweepOrphans } from './orphans.ts'
import { integer, integerOrNull, text, textList } from './rows.ts'
import { nextScan } from './scans.ts'

/** A folder that the library looks at. */
export interface RememberedFolder {
  readonly id: number
  /** Absolute, without a separator at the end. */
  readonly path: string
  /** Globs relative to `path`. */
  readonly exclude: readonly string[]
  /** `st_dev` of the folder when its photos were last seen there; null before the first scan. */
  readonly device: number | null
}

/** In the order they were added. */
export function listFolders(catalogue: Catalogue): readonly RememberedFolder[] {
  return catalogue.database.all('SELECT id, path, exclude, device FROM folders ORDER BY id').map((row) => ({
    id: integer(row, 'id'),
    path: text(row, 'path'),
    exclude: textList(row, 'exclude'),
    device: integerOrNull(row, 'device'),
  }))
}

/** Remembers a folder. @param exclude replaces what was remembered; absent: keeps it */
export function rememberFolder(catalogue: Catalogue, path: string, exclude?: readonly string[]): RememberedFolder {
  catalogue.database.run(
    `INSERT INTO folders (path, exclude) VALUES (?1, ?2)
     ON CONFLICT (path) DO UPDATE SET exclude = iif(?3, excluded.exclude, exclude)`,
    path,
    JSON.stringify(exclude ?? []),
    exclude === undefined ? 0 : 1,
  )
  const folder = listFolders(catalogue).find((candidate) => candidate.path === path)
  if (folder === undefined) throw new ResightError('internal', `The folder ${path} was not remembered`)
  return folder
}

/**
 * Forgets a folder. Its files go to the longest other remembered folder above them, if any; photos that no file shows
 * then are dropped at once, with vectors and thumbnails. Nothing on disk is touched.
 * @returns how many photos were dropped
 * @throws ResightError `not-found` naming the folders that are remembered; `busy` while another process indexes
 */
export function forgetFolder(catalogue: Catalogue, path: string): { readonly removed: number } {
  const lock = lockForWriting(catalogue)
  try {
    const folders = listFolders(catalogue)
    const folder = folders.find((candidate) => candidate.path === path)
    if (folder === undefined) throw unknownFolder(path, folders)
    const heirs = folders
      .filter((other) => other.id !== folder.id && (isBelow(other.path, path) || isBelow(path, other.path)))
      .sort((a, b) => b.path.length - a.path.length)
    const { database } = catalogue
    const scan = database.transaction(() => {
      const number = nextScan(catalogue)
      for (const heir of heirs) {
        const [from, to] = prefixRange(heir.path)
        database.run(
          'UPDATE files SET folder = ? WHERE folder = ? AND path >= ? AND path < ?',
          heir.id,
          folder.id,
          from,
          to,
        )
      }
      database.run('DELETE FROM files WHERE folder = ?', folder.id)
      database.run('DELETE FROM folders WHERE id = ?', folder.id)
      return number
    })
    const removed = dropOrphansOf(catalogue, scan)
    sweepOrphans(catalogue)
    return { removed }
  } finally {
    lock.release()
  }
}

/** Paths below `folder` are those in [from, to): plain comparison, so no character of a path means anything special. */
export function prefixRange(folder: string): readonly [from: string, to: string] {
  const stem = folder.endsWith(sep) ? folder.slice(0, -1) : folder
  return [stem + sep, stem + String.fromCharCode(sep.charCodeAt(0) + 1)]
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(prefixRange(folder)[0])
}

function unknownFolder(path: string, folders: readonly RememberedFolder[]): ResightError {
  const known = folders.slice(0, 20).map((folder) => folder.path)
  return new ResightError('not-found', `${path} is not a folder of this library`, {
    remedy: known.length === 0 ? 'No folder has been added yet.' : `Its folders are: ${known.join(', ')}.`,
  })
}
