import type { Geotagged, Timeline } from '../../api/browse.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { type PhotoConditions, photoTerms } from './filter.ts'
import { integer, photoIdOf, real, text, textOrNull } from './rows.ts'
import { readPhoto } from './photos.ts'

/**
 * The order of a timeline: newest capture first, then photos without a date; photos of one second by falling id, that is
 * the last found first.
 */
const NEWEST_FIRST = 'taken_local DESC, id DESC'

/** @param conditions null: every photo */
export function readTimeline(catalogue: Catalogue, conditions: PhotoConditions | null): Timeline {
  const { where, parameters } = photoTerms(catalogue, conditions)
  const photoIds: number[] = []
  const aspectRatios: number[] = []
  const days: { readonly date: string | null; readonly start: number; readonly count: number }[] = []
  // A row a day: the same in one row a photo takes four times as long, most of it in making the rows.
  const sql = `SELECT day, json_group_array(id) AS ids, json_group_array(width) AS widths,
                 json_group_array(height) AS heights
               FROM (SELECT substr(taken_local, 1, 10) AS day, id, width, height FROM photos
                     WHERE ${where} ORDER BY ${NEWEST_FIRST})
               GROUP BY day ORDER BY day DESC`
  for (const row of catalogue.database.iterate(sql, ...parameters)) {
    const ids = numbers(catalogue, text(row, 'ids'))
    const widths = numbers(catalogue, text(row, 'widths'))
    const heights = numbers(catalogue, text(row, 'heights'))
    days.push({ date: textOrNull(row, 'day'), start: photoIds.length, count: ids.length })
    for (const [i, id] of ids.entries()) {
      photoIds.push(id)
      aspectRatios.push(aspectRatio(widths[i] ?? 0, heights[i] ?? 0))
    }
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
  for (const row of catalogue.database.iterate(sql, ...parameters)) {
    photoIds.push(photoIdOf(row, 'id'))
    latitudes.push(real(row, 'latitude'))
    longitudes.push(real(row, 'longitude'))
  }
  return { photoIds, latitudes, longitudes }
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

function numbers(catalogue: Catalogue, json: string): readonly number[] {
  const value: unknown = JSON.parse(json)
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value
  throw corruptCatalogue(catalogue.database.path, 'an id or a size of a photo is no number')
}
