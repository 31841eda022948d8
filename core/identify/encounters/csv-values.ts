import { LIFE_STAGES, SEXES, VIEWPOINTS, type LifeStage, type Sex, type Viewpoint } from '../../api/identify.ts'

/** A cell as a value, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problem: string }

const SIDES: Readonly<Record<string, Viewpoint>> = { l: 'left', r: 'right', top: 'dorsal', belly: 'ventral' }
const SEX_LETTERS: Readonly<Record<string, Sex>> = { f: 'female', m: 'male', u: 'unknown', '?': 'unknown' }
const STAGES: Readonly<Record<string, LifeStage>> = { calf: 'juvenile', pup: 'juvenile', cub: 'juvenile' }

export function readViewpoint(cell: string): Read<Viewpoint> {
  return oneOf(cell, VIEWPOINTS, SIDES, 'unknown')
}

export function readSex(cell: string): Read<Sex> {
  return oneOf(cell, SEXES, SEX_LETTERS, 'unknown')
}

export function readLifeStage(cell: string): Read<LifeStage> {
  return oneOf(cell, LIFE_STAGES, STAGES, 'unknown')
}

function oneOf<T extends string>(
  cell: string,
  values: readonly T[],
  others: Readonly<Record<string, T>>,
  empty: T,
): Read<T> {
  const text = cell.trim().toLowerCase()
  if (text === '') return { value: empty }
  const value = values.find((known) => known === text) ?? (Object.hasOwn(others, text) ? others[text] : undefined)
  return value === undefined ? { problem: `“${shorten(cell)}” is none of ${values.join(', ')}` } : { value }
}

/** ISO only: of 03/04/2026 nobody can tell which is the month. Seconds may be left out. */
export function readDate(date: string, time: string): Read<string | null> {
  const text = `${date.trim()}${time.trim() === '' ? '' : `T${time.trim()}`}`.replace(' ', 'T')
  if (text === '') return { value: null }
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text)
  const problem = `“${shorten(text)}” is no date like 2026-05-31 or 2026-05-31T18:05:00`
  if (parts === null) return { problem }
  const [, year, month, day, hour, minute, second = '00', zone = ''] = parts
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day)) return { problem }
  const head = `${year}-${month}-${day}`
  if (hour === undefined || minute === undefined) return { value: head }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { problem }
  return { value: `${head}T${hour.padStart(2, '0')}:${minute}:${second}${zone}` }
}

/** Decimal degrees, with a point or a comma. */
export function readPositionCells(
  latitude: string,
  longitude: string,
): Read<{ readonly latitude: number; readonly longitude: number } | null> {
  if (latitude.trim() === '' && longitude.trim() === '') return { value: null }
  const [y, x] = [latitude, longitude].map((cell) =>
    /^[+-]?\d{1,3}([.,]\d+)?$/.test(cell.trim()) ? Number(cell.trim().replace(',', '.')) : NaN,
  )
  if (!(Math.abs(y!) <= 90)) return { problem: `“${shorten(latitude)}” is no latitude in decimal degrees` }
  if (!(Math.abs(x!) <= 180)) return { problem: `“${shorten(longitude)}” is no longitude in decimal degrees` }
  return { value: { latitude: y!, longitude: x! } }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
