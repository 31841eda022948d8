import { useTranslation } from 'react-i18next'
import type { CalibrationReport } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { missingPairs } from './missing-pairs.ts'

/** What must be settled yet before a project has a calibration of its own, as part of a sentence. */
export function useMissingPairs(report: Pick<CalibrationReport, 'settled' | 'needed'>): string {
  const { t } = useTranslation()
  const format = useFormat()
  const { same, different } = missingPairs(report)
  const ofOne = t('figures.pairsOfOne', { count: same, pairs: format.count(same) })
  const ofTwo = t('figures.pairsOfTwo', { count: different, pairs: format.count(different) })
  if (same > 0 && different > 0) return t('figures.bothPairs', { ofOne, ofTwo })
  return same > 0 ? ofOne : ofTwo
}
