import { Button } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchAnswer } from '../../../core/api.ts'
import { MOST_K } from '../query/query-draft.ts'
import { useQueryState } from '../query/query-state.ts'
import type { ShownResult } from './group-stacks.ts'
import { rangesOf } from './reasons.ts'
import { ResultWhy } from './result-why.tsx'
import { ResultTile } from './result-tile.tsx'
import { useResultKeys } from './use-result-keys.ts'
import styles from './search.module.css'

const LEAST_WIDTH = 208
const GAP = 16
const CAPTION_HEIGHT = 34
const REASONS_HEIGHT = 24
const WHY_WIDTH = 280
/** Room that it may need below a result; where that is not in sight it stands above. */
const WHY_HEIGHT = 240

interface Props {
  readonly answer: SearchAnswer
  readonly shown: readonly ShownResult[]
}

/** Results in rows of equal tiles: the eye reads ranks as it reads lines. Only the rows in sight exist. */
export function ResultGrid({ answer, shown }: Props) {
  const { t } = useTranslation()
  const showMore = useQueryState((state) => state.showMore)
  const k = useQueryState((state) => state.k)
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize<HTMLDivElement>()
  const [focused, setFocused] = useState(0)
  const [why, setWhy] = useState<number | null>(null)
  const ranges = useMemo(() => rangesOf(answer), [answer])

  const captionHeight = CAPTION_HEIGHT + (mayHaveReasons(answer) ? REASONS_HEIGHT : 0)
  const columns = Math.max(2, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)))
  const tileWidth = (width - GAP * (columns - 1)) / columns
  const rowHeight = tileWidth + captionHeight + GAP
  const current = Math.max(0, Math.min(focused, shown.length - 1))
  const currentRow = Math.floor(current / columns)
  const rows = useVirtualizer({
    count: Math.ceil(shown.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (row) => `${row}:${columns}:${Math.round(tileWidth + captionHeight)}`,
    overscan: 2,
    // The row with the focus exists wherever one scrolls, or the keyboard would lose its place.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), currentRow])].sort((a, b) => a - b),
  })
  const byKey = useRef(false)
  const goTo = (index: number) => {
    byKey.current = index !== current
    setFocused(index)
  }
  const onKeyDown = useResultKeys({ shown, columns, current, setFocused: goTo, rows, scroller })
  // Before the next key comes: rows that were in sight may be gone by then.
  useLayoutEffect(() => {
    if (byKey.current)
      scroller.current?.querySelector<HTMLElement>('[data-rank][tabindex="0"]')?.focus({ preventScroll: true })
    byKey.current = false
  }, [current])
  const explained = why === null ? undefined : shown[why]
  const whyLeft = Math.max(0, Math.min(((why ?? 0) % columns) * (tileWidth + GAP), width - WHY_WIDTH))
  const whyTop = Math.floor((why ?? 0) / columns) * rowHeight + tileWidth + CAPTION_HEIGHT
  const isLow = whyTop + WHY_HEIGHT > (rows.scrollOffset ?? 0) + (rows.scrollRect?.height ?? 0)
  const whyPlace = isLow ? { bottom: rows.getTotalSize() - whyTop + CAPTION_HEIGHT } : { top: whyTop }
  const hasMore = answer.results.length >= k && k < MOST_K
  return (
    <div className={styles.scroller} ref={scroller}>
      <div ref={sized}>
        <div className={styles.rows} style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown}>
          <div role="list" aria-label={t('search.resultsLabel')}>
            {width > 0 &&
              rows.getVirtualItems().flatMap(({ index: row, start }) =>
                shown.slice(row * columns, (row + 1) * columns).map((one, column) => {
                  const index = row * columns + column
                  return (
                    <ResultTile
                      // By place: the keyboard stays where it is while the order changes.
                      key={index}
                      shown={one}
                      query={answer.query}
                      ranges={ranges}
                      count={shown.length}
                      isCurrent={index === current}
                      onFocus={() => setFocused(index)}
                      onWhy={(isShown) => setWhy(isShown ? index : null)}
                      list={shown}
                      style={{
                        top: start,
                        left: column * (tileWidth + GAP),
                        width: tileWidth,
                        height: tileWidth + captionHeight,
                      }}
                      photoHeight={tileWidth}
                    />
                  )
                }),
              )}
          </div>
          {explained !== undefined && (
            <ResultWhy
              result={explained.result}
              query={answer.query}
              ranges={ranges}
              style={{ left: whyLeft, width: WHY_WIDTH, ...whyPlace }}
            />
          )}
        </div>
        {hasMore && (
          <Button variant="default" onClick={showMore} className={styles.more}>
            {t('search.showMore')}
          </Button>
        )}
      </div>
    </div>
  )
}

function mayHaveReasons({ query: { parts, feedback }, rerank }: SearchAnswer): boolean {
  const wanted = parts.filter(({ negative }) => negative !== true).length + ((feedback?.like.length ?? 0) > 0 ? 1 : 0)
  return wanted > 1 || rerank !== 'none'
}
