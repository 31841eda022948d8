import type { PhotoId } from '../../../core/api.ts'
import type { Stack, Timeline } from '../../../core/api/browse.ts'
import type { GridSection } from '../grid/justify.ts'

/** The library as it is shown: each stack as one photo, or spread out after its cover. */
export interface Arranged {
  readonly photoIds: readonly PhotoId[]
  readonly aspectRatios: readonly number[]
  readonly days: Timeline['days']
  /** By cover: how many photos its stack holds here. */
  readonly stackSizes: ReadonlyMap<PhotoId, number>
  /** By photo that is spread out after a cover: that cover. */
  readonly spread: ReadonlyMap<PhotoId, PhotoId>
}

/** @param open covers of the stacks that are spread out */
export function arrange(timeline: Timeline, stacks: readonly Stack[], open: ReadonlySet<PhotoId>): Arranged {
  if (stacks.length === 0) return { ...timeline, stackSizes: new Map(), spread: new Map() }
  const placeOf = new Map<PhotoId, number>()
  const stacked = new Set(stacks.flatMap((stack) => stack.photoIds))
  for (const [place, photoId] of timeline.photoIds.entries()) if (stacked.has(photoId)) placeOf.set(photoId, place)

  const hidden = new Set<PhotoId>()
  const members = new Map<PhotoId, readonly PhotoId[]>()
  for (const { photoIds } of stacks) {
    // Under a filter some of a stack, even its cover, may not be there.
    const [cover, ...behind] = photoIds.filter((photoId) => placeOf.has(photoId) && !hidden.has(photoId))
    if (cover === undefined || behind.length === 0 || members.has(cover)) continue
    members.set(cover, behind)
    for (const photoId of behind) hidden.add(photoId)
  }
  const photoIds: PhotoId[] = []
  const aspectRatios: number[] = []
  const spread = new Map<PhotoId, PhotoId>()
  const put = (photoId: PhotoId, place: number) => {
    photoIds.push(photoId)
    aspectRatios.push(timeline.aspectRatios[place] ?? 1)
  }
  const days = timeline.days.map(({ date, start, count }) => {
    const first = photoIds.length
    for (let place = start; place < start + count; place++) {
      const photoId = timeline.photoIds[place]
      if (photoId === undefined || hidden.has(photoId)) continue
      put(photoId, place)
      if (!open.has(photoId)) continue
      for (const behind of members.get(photoId) ?? []) {
        put(behind, placeOf.get(behind) ?? place)
        spread.set(behind, photoId)
      }
    }
    return { date, start: first, count: photoIds.length - first }
  })
  const stackSizes = new Map([...members].map(([cover, behind]) => [cover, behind.length + 1] as const))
  return { photoIds, aspectRatios, days: days.filter(({ count }) => count > 0), stackSizes, spread }
}

/** Fewer photos than this do not fill a row, so days that follow each other in a month share a heading. */
const LEAST = 10

export interface DateRange {
  readonly from: string | null
  readonly to: string | null
  readonly start: number
  readonly count: number
}

/** Days, or runs of days of one month where each alone would leave its row mostly empty; newest first. */
export function dateRanges(days: Timeline['days']): readonly DateRange[] {
  const ranges: { from: string | null; to: string | null; start: number; count: number }[] = []
  for (const { date, start, count } of days) {
    const last = ranges.at(-1)
    const isSameMonth = last?.from?.slice(0, 7) === date?.slice(0, 7) && date !== null
    if (last !== undefined && isSameMonth && last.count < LEAST && last.start + last.count === start) {
      last.from = date
      last.count += count
    } else ranges.push({ from: date, to: date, start, count })
  }
  return ranges
}

export interface MonthStart {
  /** `YYYY-MM`; null: the photos without a date */
  readonly month: string | null
  /** Index of its first photo. */
  readonly start: number
}

export function monthStarts(days: Timeline['days']): readonly MonthStart[] {
  const months: MonthStart[] = []
  for (const { date, start } of days) {
    const month = date?.slice(0, 7) ?? null
    if (months.length === 0 || months.at(-1)?.month !== month) months.push({ month, start })
  }
  return months
}

/** Place among `months` of the one that a photo is in. */
export function monthAt(months: readonly MonthStart[], photo: number): number {
  const after = months.findIndex(({ start }) => start > photo)
  return Math.max(0, (after === -1 ? months.length : after) - 1)
}

/** Headings for the grid. @param undated what the photos without a date are called */
export function sectionsOf(ranges: readonly DateRange[], language: string, undated: string): readonly GridSection[] {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' })
  return ranges.map(({ from, to, start, count }) => ({
    label: labelOf(from, to, format, weekday) ?? undated,
    start,
    count,
  }))
}

function labelOf(
  from: string | null,
  to: string | null,
  format: Intl.DateTimeFormat,
  weekday: Intl.DateTimeFormat,
): string | null {
  if (from === null || to === null) return null
  const [first, last] = [new Date(from), new Date(to)]
  if (Number.isNaN(first.getTime()) || Number.isNaN(last.getTime())) return to
  return from === to ? weekday.format(first) : format.formatRange(first, last)
}
