import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../parts/use-format.ts'
import { type MonthStart, monthAt } from './arrange.ts'
import { useLibraryState } from './library-state.ts'
import { yearMarks } from './year-marks.ts'
import styles from './library.module.css'

interface Props {
  readonly months: readonly MonthStart[]
  readonly photos: number
  readonly onGo: (photo: number) => void
}

/** All of the library as a line, newest above: dragged, clicked, or moved month by month with the arrow keys. */
export function Scrubber({ months, photos, onGo }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const first = useLibraryState((state) => state.first)
  const [isDragging, setDragging] = useState(false)
  const at = monthAt(months, first)
  const marks = useMemo(() => yearMarks(months, photos), [months, photos])
  const nameOf = (month: string | null | undefined) =>
    month === null || month === undefined ? t('library.undated') : format.day(month)
  const share = (photo: number) => `${(100 * photo) / Math.max(1, photos)}%`

  const goToPointer = (event: PointerEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const fraction = Math.min(1, Math.max(0, (event.clientY - top) / Math.max(1, height)))
    onGo(Math.min(photos - 1, Math.floor(fraction * photos)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = nextMonth(event.key, months, at)
    if (to === null) return
    event.preventDefault()
    onGo(months[to]?.start ?? 0)
  }
  return (
    <div
      className={styles.scrubber}
      role="slider"
      tabIndex={0}
      aria-label={t('library.scrubber')}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, months.length - 1)}
      aria-valuenow={at}
      aria-valuetext={nameOf(months[at]?.month)}
      data-dragging={isDragging || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
        goToPointer(event)
      }}
      onPointerMove={(event) => isDragging && goToPointer(event)}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
    >
      {marks.map(({ year, start }) => (
        <span key={year} className={styles.year} style={{ top: share(start) }} aria-hidden>
          {year}
        </span>
      ))}
      <span className={styles.thumb} style={{ top: share(first) }} aria-hidden>
        <span className={styles.bubble}>{nameOf(months[at]?.month)}</span>
      </span>
    </div>
  )
}

/** Place of the month that a key goes to; null where it is no such key. */
function nextMonth(key: string, months: readonly MonthStart[], at: number): number | null {
  const last = months.length - 1
  if (key === 'ArrowDown' || key === 'ArrowRight') return Math.min(last, at + 1)
  if (key === 'ArrowUp' || key === 'ArrowLeft') return Math.max(0, at - 1)
  if (key === 'PageDown') return Math.min(last, at + 12)
  if (key === 'PageUp') return Math.max(0, at - 12)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
