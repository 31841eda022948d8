import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../parts/use-format.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { individualOf } from '../parts/project-index.ts'
import type { Desk } from './use-review-desk.ts'

/** What is said aloud: what was done, and what lies on the desk now. */
export function useSittingWords(state: ProjectState, desk: Desk) {
  const { t } = useTranslation()
  const format = useFormat()
  const [said, setSaid] = useState('')
  const before = useRef('')
  const shown = useRef<string | null>(null)
  const current = desk.query?.annotationId ?? null
  const top = desk.candidates[0]

  useEffect(() => {
    if (desk.isLoading || shown.current === current) return
    shown.current = current
    const name = top === undefined ? '' : (individualOf(state, top.individualId)?.name ?? '')
    const best =
      top === undefined
        ? t('review.said.noCandidate')
        : top.probability === null
          ? t('review.said.bestUnknown', { name })
          : t('review.said.best', { name, probability: format.percent(top.probability) })
    const photo = t('review.place', { place: format.count(desk.place), of: format.count(desk.of) })
    const left = t('review.left', { count: desk.left, n: format.count(desk.left) })
    const now = current === null ? t('review.said.end') : t('review.said.next', { photo, left, best })
    setSaid(`${before.current} ${now}`.trim())
    before.current = ''
  }, [current, desk, top, state, t, format])

  return {
    said,
    /** Said with what comes next. */
    lead: (words: string) => {
      before.current = words
    },
    say: (words: string) => {
      before.current = ''
      // The same words again are said again.
      setSaid((now) => (now === words ? `${words}\u00a0` : words))
    },
  }
}
