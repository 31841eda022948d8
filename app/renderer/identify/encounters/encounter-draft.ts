import type { EncounterValue } from '../../../../core/api/identify.ts'

/** An encounter while a person types it. */
export interface EncounterDraft {
  /** `YYYY-MM-DD`; null: not known */
  readonly startDay: string | null
  /** `HH:MM`; '' : not known */
  readonly startTime: string
  readonly endDay: string | null
  readonly endTime: string
  readonly place: string
  /** Latitude and longitude, as typed or pasted. */
  readonly coordinates: string
  readonly observer: string
  readonly notes: string
}

export type EncounterProblem = 'timeNeedsDay' | 'endBeforeStart' | 'endNeedsStart' | 'coordinates'

export function draftOf(value: EncounterValue | null): EncounterDraft {
  return {
    startDay: value?.startedAt?.slice(0, 10) ?? null,
    startTime: value?.startedAt?.slice(11, 16) ?? '',
    endDay: value?.endedAt?.slice(0, 10) ?? null,
    endTime: value?.endedAt?.slice(11, 16) ?? '',
    place: value?.place ?? '',
    coordinates:
      value === null || value.position === null ? '' : `${value.position.latitude}, ${value.position.longitude}`,
    observer: value?.observer ?? '',
    notes: value?.notes ?? '',
  }
}

/** What must be mended before it can be kept, by field. */
export function problemsOf(draft: EncounterDraft): Partial<Record<keyof EncounterDraft, EncounterProblem>> {
  const { startDay, startTime, endDay, endTime, coordinates } = draft
  const isBefore =
    startDay !== null &&
    endDay !== null &&
    (endDay < startDay || (endDay === startDay && startTime !== '' && endTime !== '' && endTime < startTime))
  return {
    ...(startDay === null && startTime !== '' && { startTime: 'timeNeedsDay' }),
    ...(endDay === null && endTime !== '' && { endTime: 'timeNeedsDay' }),
    ...(startDay === null && endDay !== null && { startDay: 'endNeedsStart' }),
    ...(isBefore && { endDay: 'endBeforeStart' }),
    ...(coordinates.trim() !== '' && parsePosition(coordinates) === null && { coordinates: 'coordinates' }),
  }
}

/**
 * @param draft without problems
 * @param before what was kept till now: seconds and offset of a time that was not touched stay
 */
export function valueOf(draft: EncounterDraft, before: EncounterValue | null): EncounterValue {
  return {
    startedAt: instant(draft.startDay, draft.startTime, before?.startedAt ?? null),
    endedAt: instant(draft.endDay, draft.endTime, before?.endedAt ?? null),
    place: draft.place.trim(),
    position: parsePosition(draft.coordinates),
    observer: draft.observer.trim(),
    notes: draft.notes.trim(),
  }
}

function instant(day: string | null, time: string, before: string | null): string | null {
  if (day === null) return null
  const clock = time.slice(0, 5)
  if (before !== null && before.slice(0, 10) === day && before.slice(11, 16) === clock) return before
  return clock === '' ? day : `${day}T${clock}:00`
}

/** Decimal degrees, latitude first: "33.0746, 35.6092", "33.0746 N 35.6092 E", "33,0746; 35,6092". null: not that. */
export function parsePosition(text: string): EncounterValue['position'] {
  const number = String.raw`([-+−]?\d{1,3}(?:[.,]\d+)?)\s*°?`
  const pattern = new RegExp(String.raw`^\s*${number}\s*([NS])?\s*[,;\s]\s*${number}\s*([EWO])?\s*$`, 'iu')
  const match = pattern.exec(text)
  if (match === null) return null
  const [, north = '', northOrSouth = '', east = '', eastOrWest = ''] = match
  const latitude = degrees(north) * (northOrSouth.toUpperCase() === 'S' ? -1 : 1)
  const longitude = degrees(east) * (eastOrWest.toUpperCase() === 'W' ? -1 : 1)
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

function degrees(text: string): number {
  return Number(text.replace(',', '.').replace('−', '-'))
}
