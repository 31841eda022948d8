import type { CalibrationReport } from '../../../../core/api/photo-id.ts'

type Counts = Pick<CalibrationReport, 'settled' | 'needed'>

/** Pairs of each kind that must be settled yet before a project has a calibration of its own. */
export function missingPairs({ settled, needed }: Counts): { readonly same: number; readonly different: number } {
  return { same: Math.max(0, needed - settled.same), different: Math.max(0, needed - settled.different) }
}

export function lacksPairs(counts: Counts): boolean {
  const { same, different } = missingPairs(counts)
  return same > 0 || different > 0
}
