import type { EncounterValue, ProjectPhoto } from '../../api/identify.ts'
import { distanceMetres, meanPosition, type Position } from './distance.ts'

/** A photo not yet in an encounter. */
export interface LoosePhoto extends Omit<ProjectPhoto, 'encounterId'> {
  readonly position: Position | null
  /** Folder that the file lies in: photos without a time are grouped by it. */
  readonly folder: string
}

export interface GroupingRule {
  /** A pause longer than this begins another encounter. Default 30. */
  readonly gapMinutes: number
  /** So does a step further than this between photos that both say where they were taken. Default 500. */
  readonly gapMetres: number
}

export const DEFAULT_GROUPING: GroupingRule = { gapMinutes: 30, gapMetres: 500 }

export interface ProposedEncounter {
  readonly encounter: EncounterValue
  readonly photos: readonly LoosePhoto[]
}

/**
 * Parts photos into encounters at pauses and at jumps in place. Two cameras in one folder of one hour are taken as one
 * encounter, as they are of one animal more often than not; a person can part them. Photos without a time make one
 * encounter a folder, without a date.
 * @returns in order of time, the undated last
 */
export function groupIntoEncounters(
  photos: readonly LoosePhoto[],
  rule: GroupingRule = DEFAULT_GROUPING,
): readonly ProposedEncounter[] {
  const timed = photos
    .flatMap((photo) => {
      const minutes = photo.takenAt === null ? null : localMinutes(photo.takenAt)
      return minutes === null ? [] : [{ photo, minutes }]
    })
    .sort((a, b) => a.minutes - b.minutes || (a.photo.fileName < b.photo.fileName ? -1 : 1))
  const groups: LoosePhoto[][] = []
  let lastMinutes = -Infinity
  let lastPosition: Position | null = null
  for (const { photo, minutes } of timed) {
    const jumped =
      lastPosition !== null && photo.position !== null && distanceMetres(lastPosition, photo.position) > rule.gapMetres
    if (groups.length === 0 || minutes - lastMinutes > rule.gapMinutes || jumped) {
      groups.push([])
      lastPosition = null
    }
    groups.at(-1)!.push(photo)
    lastMinutes = minutes
    lastPosition = photo.position ?? lastPosition
  }
  const known = new Set(timed.map(({ photo }) => photo))
  const folders = Map.groupBy(
    photos.filter((photo) => !known.has(photo)),
    ({ folder }) => folder,
  )
  return [...groups, ...folders.values()].map((group) => ({ encounter: describe(group), photos: group }))
}

function describe(group: readonly LoosePhoto[]): EncounterValue {
  const times = group.flatMap(({ takenAt }) => (takenAt === null || localMinutes(takenAt) === null ? [] : [takenAt]))
  const position = meanPosition(group.flatMap((photo) => photo.position ?? []))
  return {
    startedAt: times[0] ?? null,
    endedAt: times.at(-1) ?? null,
    place: '',
    position,
    observer: '',
    notes: '',
  }
}

/** Cameras rarely say their zone, and those of one outing share it: local clocks are what is compared. */
function localMinutes(takenAt: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(takenAt)
  if (parts === null) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second)
  return Number.isNaN(time) ? null : time / 60_000
}
