import type { Filter } from '../api.ts'
import type { Bounds } from '../api/browse.ts'
import { ResightError, invalidArgument } from '../types.ts'

/** A checked filter, ready for the catalogue. Dates are whole days of the photo's own local time. */
export interface PhotoFilter {
  /** As given; the catalogue knows which folders exist. */
  readonly folder: string | null
  /** First day, inclusive, `YYYY-MM-DD`; compare with the first ten characters of `takenAt`. */
  readonly firstDay: string | null
  /** Last day, inclusive, `YYYY-MM-DD`. */
  readonly lastDay: string | null
  /** Case-insensitive substring of make and model, trimmed. */
  readonly camera: string | null
  /** Id of an album; the catalogue knows which exist. */
  readonly album: number | null
  /** Degrees, `west` greater than `east` across the 180th meridian. */
  readonly bounds: Bounds | null
}

const FIELDS = ['folder', 'from', 'to', 'camera', 'album', 'bounds']
const SIDES = ['south', 'west', 'north', 'east']
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/**
 * Checks a filter. null when it lets every photo through.
 * @throws ResightError `invalid-argument` for an unknown field, a date that doesn't exist, or `from` after `to`
 */
export function parseFilter(filter: Filter | undefined): PhotoFilter | null {
  if (filter === undefined) return null
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    throw invalidArgument('filter', 'an object', filter)
  }
  for (const field of Object.keys(filter)) {
    if (!FIELDS.includes(field)) throw invalidArgument('filter', `only the fields ${FIELDS.join(', ')}`, field)
  }
  const parsed: PhotoFilter = {
    folder: text('filter.folder', filter.folder),
    firstDay: filter.from === undefined ? null : days('filter.from', filter.from).first,
    lastDay: filter.to === undefined ? null : days('filter.to', filter.to).last,
    camera: text('filter.camera', filter.camera)?.trim() ?? null,
    album: filter.album === undefined ? null : albumId(filter.album),
    bounds: filter.bounds === undefined ? null : box(filter.bounds),
  }
  if (parsed.firstDay !== null && parsed.lastDay !== null && parsed.firstDay > parsed.lastDay) {
    throw new ResightError('invalid-argument', `filter.from ${filter.from} lies after filter.to ${filter.to}`, {
      remedy: 'Swap the two dates.',
    })
  }
  return Object.values(parsed).every((value) => value === null) ? null : parsed
}

/** The first and last day of a year, a month or a day. */
export function days(name: string, date: unknown): { readonly first: string; readonly last: string } {
  const match = typeof date === 'string' ? DATE.exec(date) : null
  if (match === null) throw invalidArgument(name, 'a date as YYYY, YYYY-MM or YYYY-MM-DD', date)
  const [, year = '', month, day] = match
  const lastMonth = month ?? '12'
  const monthLength = daysInMonth(Number(year), Number(lastMonth))
  const inRange =
    year !== '0000' && monthLength > 0 && (day === undefined || (day >= '01' && Number(day) <= monthLength))
  if (!inRange) throw invalidArgument(name, 'a day of the calendar', date)
  return {
    first: `${year}-${month ?? '01'}-${day ?? '01'}`,
    last: `${year}-${lastMonth}-${day ?? String(monthLength).padStart(2, '0')}`,
  }
}

/** 0 for a month that isn't one. Gregorian, as EXIF dates are. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

function albumId(album: unknown): number {
  if (typeof album === 'number' && Number.isSafeInteger(album) && album > 0) return album
  throw invalidArgument('filter.album', 'the id of an album (a positive integer)', album)
}

function box(bounds: unknown): Bounds {
  const name = 'filter.bounds'
  if (typeof bounds !== 'object' || bounds === null || Array.isArray(bounds)) {
    throw invalidArgument(name, 'an object', bounds)
  }
  for (const field of Object.keys(bounds)) {
    if (!SIDES.includes(field)) throw invalidArgument(name, `only the fields ${SIDES.join(', ')}`, field)
  }
  const { south, west, north, east } = bounds as Partial<Record<keyof Bounds, unknown>>
  const checked = {
    south: degrees(`${name}.south`, south, 90),
    west: degrees(`${name}.west`, west, 180),
    north: degrees(`${name}.north`, north, 90),
    east: degrees(`${name}.east`, east, 180),
  }
  if (checked.south <= checked.north) return checked
  throw invalidArgument(name, 'south not above north', `${checked.south} above ${checked.north}`)
}

function degrees(name: string, value: unknown, limit: number): number {
  if (typeof value === 'number' && value >= -limit && value <= limit) return value
  throw invalidArgument(name, `degrees from -${limit} to ${limit}`, value)
}

function text(name: string, value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value !== 'string' || value.trim() === '') throw invalidArgument(name, 'a text that is not blank', value)
  return value
}
