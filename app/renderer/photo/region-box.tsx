import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegionValue } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { afterArrow, between, pointWithin } from '../region/region-box.ts'
import styles from './photo.module.css'

interface Props {
  readonly region: RegionValue
  readonly onChange: (region: RegionValue) => void
  readonly onSearch: () => void
}

/** Covers the photo that it is put on: draw a region by pointer, or move and size it by arrow keys; enter takes it. */
export function RegionBox({ region, onChange, onSearch }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null)
  const boxRef = useRef<HTMLDivElement>(null)
  useEffect(() => boxRef.current?.focus(), [])

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = pointOf(event)
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (from.current !== null) onChange(between(from.current, pointOf(event)))
  }
  const onPointerUp = () => {
    from.current = null
    boxRef.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = afterArrow(region, event.key, event.shiftKey)
    if (event.key === 'Enter') onSearch()
    else if (next !== null) onChange(next)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const percent = (fraction: number) => `${fraction * 100}%`
  const words = t('photo.regionIs', {
    left: format.percent(region.x),
    top: format.percent(region.y),
    width: format.percent(region.width),
    height: format.percent(region.height),
  })
  return (
    <div
      className={styles.regionSurface}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <div
        ref={boxRef}
        className={styles.region}
        role="application"
        tabIndex={0}
        aria-label={t('photo.region')}
        aria-description={`${words}. ${t('photo.regionKeys')}`}
        onKeyDown={onKeyDown}
        style={{
          left: percent(region.x),
          top: percent(region.y),
          width: percent(region.width),
          height: percent(region.height),
        }}
      />
    </div>
  )
}

function pointOf(event: PointerEvent<HTMLDivElement>) {
  return pointWithin(event, event.currentTarget.getBoundingClientRect())
}
