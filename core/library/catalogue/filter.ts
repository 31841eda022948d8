import { resolve } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { Bounds } from '../../api/browse.ts'
import { requireAlbum } from './albums.ts'
import type { Catalogue } from './catalogue.ts'
import { prefixRange } from './folders.ts'
import { text } from './rows.ts'

/** What photos must be to pass; null: no condition. Already checked by whoever took it from a person. */
export interface PhotoConditions {
  /** Absolute; photos in this folder or below it, remembered or not. */
  readonly folder: string | null
  /** Capture date in the photo's own local time, inclusive: `YYYY-MM-DD`, or a prefix of it. */
  readonly firstDay: string | null
  readonly lastDay: string | null
  /** Substring of make and model, in any case. */
  readonly camera: string | null
  /** @see Filter.album */
  readonly album: number | null
  /** @see Filter.bounds */
  readonly bounds: Bounds | null
}

/** Conditions as SQL over `photos`. */
export interface PhotoTerms {
  readonly where: string
  readonly parameters: readonly SQLInputValue[]
}

/**
 * Ids of the photos that pass every condition. Photos without a capture date or a camera fail a condition on it, those
 * without a position one on that. Photos that no file shows are never among them.
 * @throws ResightError `not-found` for an album that is not there
 */
export function photosMatching(catalogue: Catalogue, conditions: PhotoConditions): ReadonlySet<number> {
  const { folder, ...others } = conditions
  const inFolder = folder === null ? null : photosBelow(catalogue, folder)
  if (inFolder !== null && Object.values(others).every((condition) => condition === null)) return inFolder
  const { where, parameters } = photoTerms(catalogue, { ...others, folder: null })
  const ids = idsOf(catalogue, `SELECT json_group_array(id) AS ids FROM photos WHERE ${where}`, parameters)
  if (inFolder !== null) for (const id of ids) if (!inFolder.has(id)) ids.delete(id)
  return ids
}

/**
 * By a scan of all files: following the index of paths costs ten times as much a file, and a folder that is filtered by
 * may hold most of them. A photo that a file shows is never orphaned.
 */
function photosBelow(catalogue: Catalogue, folder: string): Set<number> {
  const path = resolve(folder)
  const where = 'photo IS NOT NULL AND (+path = ? OR (+path >= ? AND +path < ?))'
  const sql = `SELECT json_group_array(photo) AS ids FROM files WHERE ${where}`
  return idsOf(catalogue, sql, [path, ...prefixRange(path)])
}

/** Ids as one value: a row for each would take several times as long. */
function idsOf(catalogue: Catalogue, sql: string, parameters: readonly SQLInputValue[]): Set<number> {
  return new Set(JSON.parse(text(catalogue.database.get(sql, ...parameters) ?? {}, 'ids')) as readonly number[])
}

/** @param conditions null: every photo that a file shows @throws as `photosMatching` does */
export function photoTerms(catalogue: Catalogue, conditions: PhotoConditions | null): PhotoTerms {
  const terms = ['orphaned IS NULL']
  const parameters: SQLInputValue[] = []
  const add = (term: string, ...values: SQLInputValue[]) => {
    terms.push(term)
    parameters.push(...values)
  }
  const { folder, firstDay, lastDay, camera, album, bounds } = conditions ?? NO_CONDITIONS
  if (folder !== null) {
    const path = resolve(folder)
    add('id IN (SELECT photo FROM files WHERE path = ? OR (path >= ? AND path < ?))', path, ...prefixRange(path))
  }
  if (firstDay !== null) add('taken_local >= ?', firstDay)
  // '~' sorts after every character of a time: up to the end of that year, month or day.
  if (lastDay !== null) add('taken_local <= ?', `${lastDay}~`)
  if (camera !== null) {
    add('camera IN (SELECT value FROM json_each(?))', JSON.stringify(camerasLike(catalogue, camera)))
  }
  if (album !== null) {
    add('id IN (SELECT photo FROM album_photos WHERE album = ?)', requireAlbum(catalogue, album))
  }
  if (bounds !== null) {
    const { south, west, north, east } = bounds
    add('latitude BETWEEN ? AND ?', south, north)
    // 180° and -180° are one meridian, on whichever side of it the box lies.
    const same = west === -180 ? 180 : east === 180 ? -180 : west
    const between = west <= east ? 'longitude >= ? AND longitude <= ?' : 'longitude >= ? OR longitude <= ?'
    add(`(${between} OR longitude = ?)`, west, east, same)
  }
  return { where: terms.join(' AND '), parameters }
}

const NO_CONDITIONS: PhotoConditions = {
  folder: null,
  firstDay: null,
  lastDay: null,
  camera: null,
  album: null,
  bounds: null,
}

/** In JavaScript, because SQLite folds the case of ASCII letters only. */
function camerasLike(catalogue: Catalogue, part: string): readonly string[] {
  const folded = part.toLowerCase()
  return catalogue.database
    .all('SELECT DISTINCT camera FROM photos WHERE camera IS NOT NULL')
    .map((row) => text(row, 'camera'))
    .filter((camera) => camera.toLowerCase().includes(folded))
}
