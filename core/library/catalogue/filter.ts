import { resolve } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { Catalogue } from './catalogue.ts'
import { prefixRange } from './folders.ts'
import { photoIdOf, text } from './rows.ts'

/** What photos must be to pass; null: no condition. Already checked by whoever took it from a person. */
export interface PhotoConditions {
  /** Absolute; photos in this folder or below it, remembered or not. */
  readonly folder: string | null
  /** Capture date in the photo's own local time, inclusive: `YYYY-MM-DD`, or a prefix of it. */
  readonly firstDay: string | null
  readonly lastDay: string | null
  /** Substring of make and model, in any case. */
  readonly camera: string | null
}

/**
 * Ids of the photos that pass every condition. Photos without a capture date or a camera fail a condition on it.
 * Photos that no file shows are never among them.
 */
export function photosMatching(catalogue: Catalogue, conditions: PhotoConditions): ReadonlySet<number> {
  const terms = ['orphaned IS NULL']
  const parameters: SQLInputValue[] = []
  if (conditions.folder !== null) {
    const folder = resolve(conditions.folder)
    terms.push('id IN (SELECT photo FROM files WHERE path = ? OR (path >= ? AND path < ?))')
    parameters.push(folder, ...prefixRange(folder))
  }
  if (conditions.firstDay !== null) {
    terms.push('taken_local >= ?')
    parameters.push(conditions.firstDay)
  }
  if (conditions.lastDay !== null) {
    // '~' sorts after every character of a time: up to the end of that year, month or day.
    terms.push('taken_local <= ?')
    parameters.push(`${conditions.lastDay}~`)
  }
  if (conditions.camera !== null) {
    terms.push('camera IN (SELECT value FROM json_each(?))')
    parameters.push(JSON.stringify(camerasLike(catalogue, conditions.camera)))
  }
  const ids = new Set<number>()
  const sql = `SELECT id FROM photos WHERE ${terms.join(' AND ')}`
  for (const row of catalogue.database.iterate(sql, ...parameters)) ids.add(photoIdOf(row, 'id'))
  return ids
}

/** In JavaScript, because SQLite folds the case of ASCII letters only. */
function camerasLike(catalogue: Catalogue, part: string): readonly string[] {
  const folded = part.toLowerCase()
  return catalogue.database
    .all('SELECT DISTINCT camera FROM photos WHERE camera IS NOT NULL')
    .map((row) => text(row, 'camera'))
    .filter((camera) => camera.toLowerCase().includes(folded))
}
