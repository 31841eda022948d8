import type { Geotagged, Timeline } from '../../api/browse.ts'
import type { Catalogue } from './catalogue.ts'
import { type PhotoConditions, photoTerms } from './filter.ts'
import { integer, photoIdOf, real, textOrNull } from './rows.ts'
import { readPhoto } from './photos.ts'

/**
 * The order of a timeline: newest capture first, then photos without a date; photos of one second by falling id, that is
 * the last found first.
 */
const NEWEST_FIRST = 'taken_local DESC, id DESC'

/** @param conditions null: every photo */
export function readTimeline(catalogue: Catalogue, conditions: PhotoConditions | null): Timeline {
  const { where, parameters } = photoTerms(catalogue, conditions)
  const sql = `SELECT substr(taken_local, 1, 10), id, width, height FROM photos WHERE ${where} ORDER BY ${NEWEST_FIRST}`
  const photoIds: number[] = []
  const aspectRatios: number[] = []
  const days: { date: string | null; start: number; count: number }[] = []
  for (const row of catalogue.database.table(sql, ...parameters)) {
    const date = textOrNull(row, 0)
    const day = days.at(-1)
    if (day?.date === date) day.count += 1
    else days.push({ date, start: photoIds.length, count: 1 })
    photoIds.push(photoIdOf(row, 1))
    aspectRatios.push(aspectRatio(integer(row, 2), integer(row, 3)))
  }
  return { photoIds, aspectRatios, days }
}

/** In the order of the timeline. @param conditions null: every photo that says where it was taken */
export function readGeotagged(catalogue: Catalogue, conditions: PhotoConditions | null): Geotagged {
  const { where, parameters } = photoTerms(catalogue, conditions)
  const photoIds: number[] = []
  const latitudes: number[] = []
  const longitudes: number[] = []
  const sql = `SELECT id, latitude, longitude FROM photos
               WHERE ${where} AND latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY ${NEWEST_FIRST}`
  for (const row of catalogue.database.table(sql, ...parameters)) {
    photoIds.push(photoIdOf(row, 0))
    latitudes.push(real(row, 1))
    longitudes.push(real(row, 2))
  }
  return { photoIds, latitudes, longitudes }
}

/** Every photo that says where it was taken, in no order that means anything: half the time of `readGeotagged`. */
export function readPositions(catalogue: Catalogue): Geotagged {
  const { database } = catalogue
  // The index alone answers this one; of the orphans, which it holds too, there are few.
  const sql = `SELECT id, latitude, longitude FROM photos INDEXED BY photos_located
               WHERE latitude IS NOT NULL AND longitude IS NOT NULL`
  const orphans = new Set(database.table('SELECT id FROM photos WHERE orphaned IS NOT NULL').map((row) => row[0]))
  const rows = database.table(sql).filter((row) => !orphans.has(row[0]))
  return {
    photoIds: rows.map((row) => photoIdOf(row, 0)),
    latitudes: rows.map((row) => real(row, 1)),
    longitudes: rows.map((row) => real(row, 2)),
  }
}

/**
 * Photos next to one in the timeline, nearest first; none for a photo without a date, which was taken after nothing.
 * @throws ResightError `not-found`
 */
export function readNeighbours(
  catalogue: Catalogue,
  photoId: number,
  count: number,
): { readonly before: readonly number[]; readonly after: readonly number[] } {
  const taken = readPhoto(catalogue, photoId).takenAt?.slice(0, 19)
  if (taken === undefined) return { before: [], after: [] }
  const side = (comparison: '<' | '>', order: 'ASC' | 'DESC') =>
    catalogue.database
      .all(
        `SELECT id FROM photos WHERE orphaned IS NULL AND (taken_local, id) ${comparison} (?, ?)
         ORDER BY taken_local ${order}, id ${order} LIMIT ?`,
        taken,
        photoId,
        count,
      )
      .map((row) => integer(row, 'id'))
  return { before: side('<', 'DESC'), after: side('>', 'ASC') }
}

/** Two decimals, in (0, 100]. */
function aspectRatio(width: number, height: number): number {
  if (!(width > 0) || !(height > 0)) return 1
  return Math.min(100, Math.max(0.01, Math.round((100 * width) / height) / 100))
}
