import { VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegionValue } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { afterArrow, between, pointWithin } from './region-box.ts'
import styles from './region.module.css'

interface Props {
  readonly url: string
  readonly region: RegionValue
  readonly onChange: (region: RegionValue) => void
  readonly describedBy: string
}

/** A photo with a rectangle on it, drawn with the pointer or moved and stretched with the arrow keys. */
export function RegionPicker({ url, region, onChange, describedBy }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [ratio, setRatio] = useState(1)
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null)

  const pointAt = (event: PointerEvent<HTMLElement>) => pointWithin(event, event.currentTarget.getBoundingClientRect())
  const onKeyDown = (event: KeyboardEvent) => {
    const next = afterArrow(region, event.key, event.shiftKey)
    if (next === null) return
    event.preventDefault()
    onChange(next)
  }
  const { x, y, width, height } = region
  const percent = (share: number) => format.percent(share)
  const status = { left: percent(x), top: percent(y), width: percent(width), height: percent(height) }
  return (
    <div
      className={styles.photo}
      // Small photos, too, fill the dialog; large ones leave its buttons in sight.
      style={{ maxWidth: `calc(60vh * ${ratio})` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = pointAt(event)
      }}
      onPointerMove={(event) => {
        if (start.current !== null) onChange(between(start.current, pointAt(event)))
      }}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
    >
      <img
        src={url}
        alt=""
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setRatio(naturalWidth / naturalHeight)}
      />
      <div
        className={styles.area}
        data-autofocus
        // Arrows are its own business, not a screen reader's.
        role="application"
        tabIndex={0}
        aria-label={t('region.area')}
        aria-describedby={describedBy}
        style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }}
        onKeyDown={onKeyDown}
      />
      <VisuallyHidden role="status">{t('region.status', status)}</VisuallyHidden>
    </div>
  )
}
