import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useShell } from '../shell/use-shell.ts'
import { type View, WHOLE, panned, zoomed } from './view-box.ts'
import styles from './compare.module.css'

const PREVIEW_PX = 2048
const STEP = 0.1

interface Props {
  readonly photoIds: readonly PhotoId[]
  readonly view: View
  readonly onView: (change: (now: View) => View) => void
}

/** Photos beside each other that zoom and move as one. */
export function ComparePanes({ photoIds, view, onView }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const panes = useRef<HTMLDivElement>(null)
  // React listens to the wheel passively, so that the page would scroll along.
  useEffect(() => {
    const element = panes.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      onView((now) => zoomed(now, Math.exp(-event.deltaY / 400)))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [onView])

  const onKeyDown = (event: KeyboardEvent) => {
    const change: Readonly<Record<string, (now: View) => View>> = {
      '+': (now) => zoomed(now, 1.5),
      '=': (now) => zoomed(now, 1.5),
      '-': (now) => zoomed(now, 1 / 1.5),
      '0': () => WHOLE,
      ArrowLeft: (now) => panned(now, STEP, 0),
      ArrowRight: (now) => panned(now, -STEP, 0),
      ArrowUp: (now) => panned(now, 0, STEP),
      ArrowDown: (now) => panned(now, 0, -STEP),
    }
    const chosen = change[event.key]
    if (chosen === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onView(chosen)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { clientWidth, clientHeight } = event.currentTarget
    const { movementX, movementY } = event
    onView((now) => panned(now, movementX / clientWidth, movementY / clientHeight))
  }
  const { scale, x, y } = view
  return (
    <div
      ref={panes}
      className={styles.panes}
      style={{ gridTemplateColumns: `repeat(${photoIds.length}, minmax(0, 1fr))` }}
      role="group"
      tabIndex={0}
      data-autofocus
      aria-label={t('compare.view')}
      onKeyDown={onKeyDown}
    >
      {photoIds.map((photoId) => (
        <div
          key={photoId}
          className={styles.pane}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          onDoubleClick={() => onView((now) => (now.scale > 1 ? WHOLE : zoomed(now, 3)))}
        >
          <img
            src={shell.previewUrl(photoId, PREVIEW_PX)}
            alt=""
            draggable={false}
            style={{ transform: `scale(${scale}) translate(${x * 100}%, ${y * 100}%)` }}
          />
        </div>
      ))}
    </div>
  )
}
