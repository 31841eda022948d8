import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CSSProperties } from 'react'
import type { Query, SearchResult } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { partLabel } from '../query/part-label.ts'
import { type Range, type Ranges, shareOf } from './reasons.ts'
import styles from './search.module.css'

/** What a probability is measured against, other than a similarity. */
const CERTAINTY: Range = { low: 0, high: 1 }

interface Props {
  readonly result: SearchResult
  readonly query: Query
  readonly ranges: Ranges
  readonly style: CSSProperties
}

/** All that went into a result's similarity, shown beside the result while one looks at it. */
export function ResultWhy({ result: { parts }, query, ranges, style }: Props) {
  const { t } = useTranslation()
  const { like = null, unlike = null } = parts.feedback ?? {}
  const spread = (value: number): Range => ({ low: Math.min(0, value), high: 1 })
  return (
    <Paper role="status" className={styles.why} style={style} shadow="md" withBorder>
      {query.parts.map((part, i) => {
        const value = parts.byPart[i]?.similarity
        if (value === undefined) return null
        const isNegative = part.negative === true
        return <Bar key={i} label={partLabel(part, t)} value={value} range={ranges.byPart[i]} isNegative={isNegative} />
      })}
      {like !== null && <Bar label={t('search.toLiked')} value={like} range={ranges.like ?? spread(like)} />}
      {unlike !== null && <Bar label={t('search.toUnliked')} value={unlike} range={spread(unlike)} isNegative />}
      <Bar label={t('search.joined')} value={parts.composed} range={ranges.composed} />
      {parts.reranked !== null && (
        <>
          {parts.matchedPoints === undefined ? (
            <Bar
              label={t('search.reranked')}
              value={parts.reranked}
              range={ranges.reranked ?? spread(parts.reranked)}
            />
          ) : (
            <>
              <Bar label={t('search.sameThing')} value={parts.reranked} range={CERTAINTY} />
              <span>{t('search.pointsMatch', { count: parts.matchedPoints })}</span>
            </>
          )}
          <span>{t('search.rankBefore', { rank: parts.rankBefore })}</span>
        </>
      )}
    </Paper>
  )
}

interface BarProps {
  readonly label: string
  readonly value: number
  readonly range: Range | undefined
  readonly isNegative?: boolean
}

/** As long as the similarity stands high among the results. */
function Bar({ label, value, range = { low: 0, high: 1 }, isNegative = false }: BarProps) {
  const format = useFormat()
  return (
    <div className={styles.bar} data-negative={isNegative || undefined}>
      <span className={styles.barLabel}>{label}</span>
      <span className={styles.barValue}>{format.similarity(value)}</span>
      <span className={styles.barTrack} aria-hidden>
        <span style={{ width: `${Math.max(2, 100 * shareOf(value, range))}%` }} />
      </span>
    </div>
  )
}
