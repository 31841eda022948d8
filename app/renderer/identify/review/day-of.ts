import type { TFunction } from 'i18next'
import type { EncounterValue } from '../../../../core/api/identify.ts'
import type { Format } from '../../parts/format.ts'

/** The day of an encounter, for a person. */
export function dayOf(encounter: EncounterValue | undefined, format: Format, t: TFunction): string {
  const startedAt = encounter?.startedAt ?? null
  return startedAt === null ? t('review.undated') : format.day(startedAt.slice(0, 10))
}
