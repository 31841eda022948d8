import type { TFunction } from 'i18next'
import type { EncounterValue } from '../../../../core/api/identify.ts'
import type { Format } from '../../parts/format.ts'

/** What a person calls an encounter: its day, with the hour where it is known; else its place. */
export function encounterName({ startedAt, place }: EncounterValue, format: Format, t: TFunction): string {
  if (startedAt === null) return place === '' ? t('encounters.undated') : place
  const day = format.day(startedAt.slice(0, 10))
  const clock = startedAt.slice(11, 16)
  return clock === '' ? day : t('encounters.dayAt', { day, clock })
}

/** For lists to choose from, where two of one day must be told apart. */
export function encounterLabel(encounter: EncounterValue, format: Format, t: TFunction): string {
  const name = encounterName(encounter, format, t)
  return encounter.place === '' || encounter.place === name ? name : `${name}, ${encounter.place}`
}
