import type { EncounterValue, IndividualValue, Viewpoint } from '../../api/identify.ts'
import type { CsvField, CsvMapping } from './csv-mapping.ts'
import type { CsvTable } from './csv-table.ts'
import { readDate, readLifeStage, readPositionCells, readSex, readViewpoint, type Read } from './csv-values.ts'

/** One photo that a row names. */
export interface CsvPhoto {
  readonly contentHash: string
  readonly viewpoint: Viewpoint
  /** Name of the animal; null: the row names none. */
  readonly individual: string | null
}

export interface CsvEncounter {
  readonly encounter: EncounterValue
  readonly photos: readonly CsvPhoto[]
}

export interface CsvError {
  /** In the file, 1-based. */
  readonly line: number
  readonly field: CsvField
  readonly message: string
}

/** What a table says, all of it; or, with any error, nothing. */
export type CsvPlan =
  | {
      readonly errors: readonly []
      readonly encounters: readonly CsvEncounter[]
      readonly individuals: readonly IndividualValue[]
    }
  | { readonly errors: readonly CsvError[] }

const MAX_TEXT = 2000

/**
 * Reads a table by its mapping. Rows with one `encounter` are one encounter; without that column those of one date, place
 * and observer are. Nothing is written: a plan with errors imports nothing, one without imports everything.
 * @param photoOf content hash of the photo that a cell of `file` names; null: none; 'several': more than one
 */
export function planCsvImport(
  table: CsvTable,
  mapping: CsvMapping,
  photoOf: (file: string) => string | 'several' | null,
): CsvPlan {
  const errors: CsvError[] = []
  const encounters = new Map<string, { encounter: EncounterValue; photos: CsvPhoto[]; line: number }>()
  const individuals = new Map<string, { value: IndividualValue; line: number }>()
  const usedIn = new Map<string, number>()
  for (const { line, cells } of table.rows) {
    const cell = (field: CsvField) => {
      const column = mapping[field]
      const text = column === undefined ? '' : (cells[column] ?? '').trim()
      if (text.length > MAX_TEXT) wrong(field, `the text is longer than ${MAX_TEXT} characters`)
      return text.slice(0, MAX_TEXT)
    }
    const wrong = (field: CsvField, message: string) => void errors.push({ line, field, message })
    const take = <T>(field: CsvField, read: Read<T>, otherwise: T): T => {
      if ('value' in read) return read.value
      wrong(field, read.problem)
      return otherwise
    }
    const startedAt = take('date', readDate(cell('date'), cell('time')), null)
    const position = take('latitude', readPositionCells(cell('latitude'), cell('longitude')), null)
    const encounter: EncounterValue = {
      startedAt,
      endedAt: startedAt,
      place: cell('place'),
      position,
      observer: cell('observer'),
      notes: cell('notes'),
    }
    const named = cell('encounter')
    const key = named === '' ? JSON.stringify([startedAt?.slice(0, 10), encounter.place, encounter.observer]) : named
    const known = encounters.get(key)
    const group = known ?? { encounter, photos: [], line }
    if (known === undefined) encounters.set(key, group)
    else
      group.encounter = widen(known.encounter, encounter, (what) => wrong('encounter', `${what} in line ${known.line}`))
    const individual = cell('individual')
    if (individual !== '') {
      const value: IndividualValue = {
        name: individual,
        sex: take('sex', readSex(cell('sex')), 'unknown'),
        lifeStage: take('lifeStage', readLifeStage(cell('lifeStage')), 'unknown'),
        notes: '',
      }
      const before = individuals.get(individual)
      if (before !== undefined && differ(before.value.sex, value.sex))
        wrong('sex', `${individual} is ${before.value.sex} in line ${before.line}`)
      if (before === undefined || before.value.sex === 'unknown') individuals.set(individual, { value, line })
    }
    const viewpoint = take('viewpoint', readViewpoint(cell('viewpoint')), 'unknown')
    const file = cell('file')
    if (file === '') {
      if (mapping.file !== undefined) wrong('file', 'no file is named')
      continue
    }
    const contentHash = photoOf(file)
    if (contentHash === null) wrong('file', `no photo of the library is called ${file}; add its folder first`)
    else if (contentHash === 'several') wrong('file', `several photos are called ${file}; give more of its path`)
    else if (usedIn.has(contentHash)) wrong('file', `the photo is in line ${usedIn.get(contentHash)} already`)
    else {
      usedIn.set(contentHash, line)
      group.photos.push({ contentHash, viewpoint, individual: individual === '' ? null : individual })
    }
  }
  if (errors.length > 0) return { errors }
  return {
    errors: [],
    encounters: [...encounters.values()].map(({ encounter, photos }) => ({ encounter, photos })),
    individuals: [...individuals.values()].map(({ value }) => value),
  }
}

function differ(a: string, b: string): boolean {
  return a !== b && a !== 'unknown' && b !== 'unknown'
}

/** Rows of one encounter add to it, and must not contradict each other on where it was. */
function widen(known: EncounterValue, row: EncounterValue, contradicts: (what: string) => void): EncounterValue {
  if (known.place !== '' && row.place !== '' && known.place !== row.place)
    contradicts(`its place is ${known.place}, not ${row.place},`)
  const times = [known.startedAt, known.endedAt, row.startedAt].filter((time) => time !== null).sort()
  return {
    startedAt: times[0] ?? null,
    endedAt: times.at(-1) ?? null,
    place: known.place || row.place,
    position: known.position ?? row.position,
    observer: known.observer || row.observer,
    notes: known.notes === row.notes ? known.notes : [known.notes, row.notes].filter(Boolean).join('\n').slice(0, 2000),
  }
}
