/** What a file says about when it was taken, in the words of the standards; all optional, all untrusted. */
export interface CaptureTimeSources {
  /** Exif 36867, 36881: when the original picture was made, and the zone it is told in. */
  readonly exifOriginal?: string
  readonly exifOriginalOffset?: string
  /** XMP `exif:DateTimeOriginal`, then `photoshop:DateCreated`; ISO 8601. */
  readonly xmpOriginal?: string
  readonly xmpCreated?: string
  /** IPTC 2:55 `CCYYMMDD` and 2:60 `HHMMSS±HHMM`. */
  readonly iptcDate?: string
  readonly iptcTime?: string
  /** Exif 36868, 36882 and XMP `xmp:CreateDate`: when it became digital; for a camera the same moment. */
  readonly exifDigitized?: string
  readonly exifDigitizedOffset?: string
  readonly xmpDigitized?: string
  /** Exif 306, 36880: when the file was changed, which for a file straight from a camera is when it was taken. */
  readonly exifChanged?: string
  readonly exifChangedOffset?: string
  /** Whether the file names a camera; only then is `exifChanged` believed. */
  readonly hasCamera: boolean
  /** GPS 29 `YYYY:MM:DD` and 7, in UTC. */
  readonly gpsDate?: string
  readonly gpsTime?: readonly number[]
}

/** The first photograph is of 1826; later than this a clock was never set, or the file lies. */
const FIRST_YEAR = 1826
const LAST_YEAR = 2199

/** Offsets in use reach from −12:00 to +14:00, all on the quarter hour. */
const MIN_OFFSET_MINUTES = -12 * 60
const MAX_OFFSET_MINUTES = 14 * 60

/** A GPS receiver in the camera tells the time within seconds; more apart, its fix is an old one. */
const MAX_GPS_LAG_SECONDS = 90

interface LocalTime {
  /** Seconds since 1970 as if the local time were UTC. */
  readonly seconds: number
  /** Minutes east of UTC; null: the file does not say. */
  readonly offset: number | null
}

/**
 * The local time of capture. The original's date comes first, whoever tells it; then the digital one; then the change
 * date of a camera's file. A time without a zone stays without one, unless the photo's GPS time, which is in UTC,
 * differs from it by a real offset to within 90 s. A date without a time counts from midnight, a year or month from its
 * first day. The file system's own times are no evidence of when a photo was taken and never serve.
 * @returns `YYYY-MM-DDTHH:MM:SS`, with `±HH:MM` where known; null when nothing believable is said
 */
export function captureTime(sources: CaptureTimeSources): string | null {
  const gps = gpsTime(sources)
  const local =
    parseTime(sources.exifOriginal, sources.exifOriginalOffset) ??
    parseTime(sources.xmpOriginal) ??
    parseTime(sources.xmpCreated) ??
    parseTime(sources.iptcDate, undefined, sources.iptcTime) ??
    parseTime(sources.exifDigitized, sources.exifDigitizedOffset) ??
    parseTime(sources.xmpDigitized) ??
    (sources.hasCamera ? parseTime(sources.exifChanged, sources.exifChangedOffset) : null) ??
    (gps === null ? null : { seconds: gps, offset: 0 })
  if (local === null) return null
  return format({ ...local, offset: local.offset ?? offsetFromGps(local.seconds, gps) })
}

/** ISO 8601, Exif (`2020:05:04 10:20:30`) and IPTC (`20200504`) dates, down to a year; then perhaps a time and a zone. */
const DATE_TIME =
  /^\s*(\d{4})(?:[:\-/.]?(\d{2})(?:[:\-/.]?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(.*))?)?)?\s*$/
const IPTC_TIME = /^(\d{2}):?(\d{2}):?(\d{2})\s*(.*)$/
const OFFSET = /^([+-])(\d{2}):?(\d{2})$/

function parseTime(text: string | undefined, zone?: string, time?: string): LocalTime | null {
  const match = DATE_TIME.exec(text?.replaceAll('\0', '') ?? '')
  if (match === null) return null
  const [, years, months = '01', days = '01', hours = '00', minutes = '00', seconds = '00', suffix] = match
  const iptc = IPTC_TIME.exec(time?.trim() ?? '')
  const clock = iptc === null ? [hours, minutes, seconds] : iptc.slice(1, 4)
  const [year, month, day, hour, minute, second] = [years, months, days, ...clock].map(Number)
  const local = toSeconds(year, month, day, hour, minute, second)
  return local === null ? null : { seconds: local, offset: parseOffset(zone) ?? parseOffset(iptc?.[4] ?? suffix) }
}

/** A day of the calendar and a time of day, or null. A leap second counts as the one before. */
function toSeconds(year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0): number | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || hour > 23 || minute > 59 || second > 60) return null
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59)))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 1000 : null
}

function parseOffset(text: string | undefined): number | null {
  const zone = text?.replaceAll('\0', '').trim() ?? ''
  if (zone === 'Z') return 0
  const match = OFFSET.exec(zone)
  if (match === null) return null
  const minutes = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
  return isOffset(minutes) ? minutes : null
}

function isOffset(minutes: number): boolean {
  return minutes >= MIN_OFFSET_MINUTES && minutes <= MAX_OFFSET_MINUTES && minutes % 15 === 0
}

/** Seconds since 1970, UTC. */
function gpsTime({ gpsDate, gpsTime: time }: CaptureTimeSources): number | null {
  const date = /^\s*(\d{4})[:\-/](\d{2})[:\-/](\d{2})/.exec(gpsDate ?? '')
  const [hour, minute, second] = time ?? []
  if (date === null || hour === undefined || minute === undefined || second === undefined) return null
  if (![hour, minute, second].every((part) => Number.isFinite(part) && part >= 0)) return null
  const [year, month, day] = date.slice(1, 4).map(Number)
  return toSeconds(year, month, day, hour, minute, Math.floor(second))
}

function offsetFromGps(localSeconds: number, gpsSeconds: number | null): number | null {
  if (gpsSeconds === null) return null
  const apart = localSeconds - gpsSeconds
  const minutes = Math.round(apart / 900) * 15
  return isOffset(minutes) && Math.abs(apart - minutes * 60) <= MAX_GPS_LAG_SECONDS ? minutes : null
}

function format({ seconds, offset }: LocalTime): string {
  const local = new Date(seconds * 1000).toISOString().slice(0, 19)
  if (offset === null) return local
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
