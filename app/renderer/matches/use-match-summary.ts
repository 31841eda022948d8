import { useTranslation } from 'react-i18next'
import type { MatchedPoints } from '../../../core/api.ts'
import { summarizeMatches } from './drawn-matches.ts'

/** What the lines say, in words: "42 points agree, 13 do not." */
export function useMatchSummary(matches: readonly MatchedPoints[]): string {
  const { t } = useTranslation()
  const { agree, disagree } = summarizeMatches(matches)
  if (agree + disagree === 0) return t('matches.none')
  return t('matches.summary', {
    agree: t('matches.agree', { count: agree }),
    disagree: t('matches.disagree', { count: disagree }),
  })
}
