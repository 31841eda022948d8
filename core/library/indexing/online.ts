import { access } from 'node:fs/promises'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { RememberedFolder } from '../catalogue/folders.ts'
import { text } from '../catalogue/rows.ts'
import { deviceOf } from './survey.ts'

/** Enough that a few deleted photos don't make a folder look offline. */
const FILES_TRIED = 16

/**
 * Whether a remembered folder is there and is itself. Where a drive is not mounted, its empty mount point is there, on
 * another device. A drive may come back with another number, so then a known file in it says that it is itself; a scan
 * decides the same way (`compareWithCatalogue`).
 */
export async function isOnline(catalogue: Catalogue, folder: RememberedFolder): Promise<boolean> {
  const device = await deviceOf(folder.path)
  if (device === null) return false
  if (folder.device === null || folder.device === device) return true
  const rows = catalogue.database.all('SELECT path FROM files WHERE folder = ? LIMIT ?', folder.id, FILES_TRIED)
  if (rows.length === 0) return true
  const found = await Promise.all(rows.map((row) => isThere(text(row, 'path'))))
  return found.includes(true)
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
