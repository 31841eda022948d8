import { useTranslation } from 'react-i18next'
import type { IndividualValue } from '../../../../core/api/identify.ts'

/** "Female · Adult", without what is not known; '' where nothing is. */
export function useTraits(): (value: IndividualValue) => string {
  const { t } = useTranslation()
  return ({ sex, lifeStage }) =>
    [
      sex === 'unknown' ? '' : t(`identify.sexes.${sex}`),
      lifeStage === 'unknown' ? '' : t(`identify.lifeStages.${lifeStage}`),
    ]
      .filter((part) => part !== '')
      .join(' · ')
}
