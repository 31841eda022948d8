import type { Encounter } from '../../../../core/api/identify.ts'
import type { Occasions } from '../../../../core/api/photo-id.ts'

/** Fewer months than this make no history worth the name. */
const LEAST_MONTHS = 4

/** Months, where the encounters are spread over several; else days. */
export function usualOccasions(encounters: readonly Encounter[]): Occasions {
  const months = new Set(encounters.flatMap(({ startedAt }) => startedAt?.slice(0, 7) ?? []))
  return months.size >= LEAST_MONTHS ? 'month' : 'day'
}
