import { ResightError } from '../../types.ts'

/** One animal seen at one time and place. */
export interface Sighting {
  readonly individualId: string
  readonly encounterId: string
  /** Local, begins with `YYYY-MM-DD`; null: not known. */
  readonly at: string | null
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

export const OCCASION_UNITS = ['day', 'month', 'year', 'encounter'] as const
export type OccasionUnit = (typeof OCCASION_UNITS)[number]

/** Who was seen when: rows are individuals in order of their first sighting, columns occasions in order of time. */
export interface CaptureHistories {
  readonly occasions: readonly string[]
  readonly histories: readonly {
    readonly individualId: string
    /** One entry an occasion. */
    readonly captures: readonly (0 | 1)[]
  }[]
  /** Sightings without a date, which are in no history. */
  readonly undated: number
}

/** An occasion is `unit` long; with `encounter` every encounter is one. More than this would be an error of the dates. */
const MAX_OCCASIONS = 10_000

/**
 * @param sightings in any order
 * @param visited dates on which somebody looked, so that an occasion on which nobody was seen counts as such
 */
export function captureHistories(
  sightings: readonly Sighting[],
  unit: OccasionUnit,
  visited: readonly { readonly encounterId: string; readonly at: string | null }[] = sightings,
): CaptureHistories {
  const times = new Map<string, string>()
  for (const visit of [...visited, ...sightings]) {
    if (visit.at === null) continue
    const occasion = occasionOf(visit, unit)
    const known = times.get(occasion)
    if (known === undefined || visit.at < known) times.set(occasion, visit.at)
  }
  const occasions = [...times].sort(([a, at], [b, bt]) => compare(at, bt) || compare(a, b)).map(([name]) => name)
  if (occasions.length > MAX_OCCASIONS) {
    throw new ResightError('too-large', `There are ${occasions.length} occasions, more than ${MAX_OCCASIONS}`, {
      remedy: 'Choose months or years as occasions.',
    })
  }
  const columns = new Map(occasions.map((occasion, at) => [occasion, at]))
  const rows = new Map<string, (0 | 1)[]>()
  const dated = sightings.filter(({ at }) => at !== null).sort((a, b) => compare(a.at!, b.at!))
  for (const sighting of dated) {
    let row = rows.get(sighting.individualId)
    if (row === undefined) rows.set(sighting.individualId, (row = occasions.map(() => 0)))
    row[columns.get(occasionOf(sighting, unit))!] = 1
  }
  const histories = [...rows].map(([individualId, captures]) => ({ individualId, captures }))
  return { occasions, histories, undated: sightings.length - dated.length }
}

export function occasionOf(
  visit: { readonly encounterId: string; readonly at: string | null },
  unit: OccasionUnit,
): string {
  switch (unit) {
    case 'day':
      return visit.at!.slice(0, 10)
    case 'month':
      return visit.at!.slice(0, 7)
    case 'year':
      return visit.at!.slice(0, 4)
    case 'encounter':
      return visit.encounterId
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
