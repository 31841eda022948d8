import { Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query, SearchResult } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { partLabel } from '../query/part-label.ts'
import { type Range, type Ranges, shareOf } from './reasons.ts'
import styles from './search.module.css'

interface Props {
  readonly result: SearchResult
  readonly query: Query
  readonly ranges: Ranges
  readonly isCurrent: boolean
}

/** The similarity of a result; on hover or focus also all that went into it. */
export function ResultWhy({ result: { photoId, similarity, parts }, query, ranges, isCurrent }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const show = { onMouseEnter: () => setOpen(true), onFocus: () => setOpen(true) }
  const hide = { onMouseLeave: () => setOpen(false), onBlur: () => setOpen(false) }
  const { like = null, unlike = null } = parts.feedback ?? {}
  const spread = (value: number): Range => ({ low: Math.min(0, value), high: 1 })
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" withRoles={false} width={280}>
      <Popover.Target>
        <UnstyledButton
          className={styles.similarity}
          data-why={photoId}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`${t('search.why')}: ${format.similarity(similarity)}`}
          aria-expanded={isOpen}
          onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
          {...show}
          {...hide}
        >
          {format.similarity(similarity)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown role="status" className={styles.why}>
        {query.parts.map((part, i) => {
          const value = parts.byPart[i]?.similarity
          if (value === undefined) return null
          return (
            <Bar
              key={i}
              label={partLabel(part, t)}
              value={value}
              range={ranges.byPart[i]}
              isNegative={part.negative === true}
            />
          )
        })}
        {like !== null && <Bar label={t('search.toLiked')} value={like} range={ranges.like ?? spread(like)} />}
        {unlike !== null && <Bar label={t('search.toUnliked')} value={unlike} range={spread(unlike)} isNegative />}
        <Bar label={t('search.joined')} value={parts.composed} range={ranges.composed} />
        {parts.reranked !== null && (
          <>
            <Bar
              label={t('search.reranked')}
              value={parts.reranked}
              range={ranges.reranked ?? spread(parts.reranked)}
            />
            <span>{t('search.rankBefore', { rank: parts.rankBefore })}</span>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
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
