import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Query, SearchResult } from '../../../core/api.ts'
import { type Ranges, type Reason, reasonsOf } from './reasons.ts'
import styles from './search.module.css'

interface Props {
  readonly result: SearchResult
  readonly rank: number
  readonly query: Query
  readonly ranges: Ranges
}

/** The strongest reasons for a result, in words. */
export function ReasonBadges({ result, rank, query, ranges }: Props) {
  const { t } = useTranslation()
  const text = (reason: Reason): string => {
    switch (reason.kind) {
      case 'words':
        return t('search.matches', { words: reason.words })
      case 'photo':
        return t('search.looksLike')
      case 'marked':
        return t('search.likeMarked')
      case 'points':
        return t('search.pointsMatch', { count: reason.count })
      case 'reranked':
        return t('search.byRerank')
    }
  }
  const texts = [...new Set(reasonsOf(result, rank, query, ranges).map(text))]
  const [first, ...others] = texts
  if (first === undefined) return null
  return (
    <div className={styles.reasons} title={texts.join(', ')}>
      <span className={styles.reason}>{first}</span>
      {others.length > 0 && (
        <span className={styles.reasonCount}>
          <span aria-hidden>+{others.length}</span>
          <VisuallyHidden>, {others.join(', ')}</VisuallyHidden>
        </span>
      )}
    </div>
  )
}
