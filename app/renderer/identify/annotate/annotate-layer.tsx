import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegionValue } from '../../../../core/api.ts'
import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, RegionClick } from '../../../../core/api/photo-id.ts'
import { afterArrow, between } from '../../region/region-box.ts'
import { type Point, cornerAt, handlesOf, movedCorner, sideAt, withCorner, withoutCorner } from './outline-points.ts'
import { Shapes } from './shapes.tsx'
import { useLayerPointer } from './use-layer-pointer.ts'
import styles from './annotate.module.css'

export type Tool = 'click' | 'box' | 'outline'

interface Props {
  readonly tool: Tool
  readonly annotations: readonly AnnotationWithState[]
  readonly selected: AnnotationWithState | null
  readonly clicks: readonly RegionClick[]
  readonly onClick: (point: Point, kind: 'animal' | 'background') => void
  readonly onRegion: (region: AnnotationRegion) => void
}

const REACH_PX = 12
const STEP = 0.02
const NUDGE = 0.004
const FIVEFOLD = 5
const MIDDLE: RegionValue = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Lies on the photo: shows outlines, and takes clicks, boxes and corners by pointer or by keys. */
export function AnnotateLayer({ tool, annotations, selected, clicks, onClick, onRegion }: Props) {
  const { t } = useTranslation()
  const layerRef = useRef<HTMLDivElement>(null)
  const [cross, setCross] = useState<Point | null>(null)
  const [box, setBox] = useState<RegionValue | null>(null)
  const [corner, setCorner] = useState(0)
  const [moved, setMoved] = useState<{ readonly of: string; readonly points: readonly Point[] } | null>(null)
  const start = useRef<Point>([0, 0])
  const outline =
    tool !== 'outline' || selected === null
      ? null
      : moved?.of === selected.annotationId
        ? moved.points
        : handlesOf(selected.region)

  const change = (points: readonly Point[]) => {
    if (selected !== null) setMoved({ of: selected.annotationId, points })
  }
  const commit = (points: readonly Point[] | null) => {
    setMoved(null)
    if (points !== null) onRegion({ kind: 'polygon', points })
  }
  useLayerPointer(layerRef, {
    onDown: (point, size) => {
      start.current = point
      setCross(null)
      if (tool === 'box') return true
      if (outline === null) return false
      const near = cornerAt(outline, point, REACH_PX, size)
      if (near !== -1) {
        setCorner(near)
        return true
      }
      const side = sideAt(outline, point, REACH_PX, size)
      if (side === -1) return false
      change(withCorner(outline, side, point))
      setCorner(side + 1)
      return true
    },
    onDrag: ([x, y]) => {
      const [fromX, fromY] = start.current
      if (tool === 'box') setBox(between({ x: fromX, y: fromY }, { x, y }))
      else if (outline !== null) change(movedCorner(outline, corner, [x, y]))
    },
    onUp: () => {
      if (tool === 'box' && box !== null) onRegion({ kind: 'box', ...box })
      setBox(null)
      if (moved !== null) commit(moved.points)
    },
    onClick: (point, kind) => {
      if (tool === 'click') onClick(point, kind)
    },
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    if (!keyed(event)) return
    event.preventDefault()
    event.stopPropagation()
  }
  /** @returns whether the key was for what is drawn */
  const keyed = ({ key, shiftKey, altKey }: KeyboardEvent): boolean => {
    const arrow = ARROWS[key]
    if (tool === 'click') {
      const [x, y] = cross ?? [0.5, 0.5]
      const step = shiftKey ? STEP * FIVEFOLD : STEP
      if (arrow !== undefined) setCross([clamp(x + arrow[0] * step), clamp(y + arrow[1] * step)])
      else if (key === 'Enter') onClick([x, y], altKey || shiftKey ? 'background' : 'animal')
      else return false
      return true
    }
    if (tool === 'box') {
      const next = afterArrow(box ?? MIDDLE, key, shiftKey)
      if (next !== null) setBox(next)
      else if (key === 'Enter') {
        onRegion({ kind: 'box', ...(box ?? MIDDLE) })
        setBox(null)
      } else if (key === 'Escape' && box !== null) setBox(null)
      else return false
      return true
    }
    if (outline === null) return false
    const point = outline[corner] ?? outline[0]!
    const nudge = shiftKey ? NUDGE * FIVEFOLD : NUDGE
    if (arrow !== undefined)
      change(movedCorner(outline, corner, [point[0] + arrow[0] * nudge, point[1] + arrow[1] * nudge]))
    else if (key === '.' || key === ',') setCorner((corner + (key === '.' ? 1 : outline.length - 1)) % outline.length)
    else if (key === 'Insert' || key === 'i') {
      change(withCorner(outline, corner))
      setCorner(corner + 1)
    } else if (key === 'Delete' || key === 'Backspace') {
      change(withoutCorner(outline, corner))
      setCorner(Math.max(0, corner - 1))
    } else if (key === 'Enter') commit(moved?.points ?? null)
    else if (key === 'Escape' && moved !== null) setMoved(null)
    else return false
    return true
  }
  const at = outline?.[corner]
  const said =
    tool === 'outline' && at !== undefined && outline !== null
      ? t('annotate.cornerIs', { corner: corner + 1, count: outline.length, x: percent(at[0]), y: percent(at[1]) })
      : tool === 'click' && cross !== null
        ? t('annotate.crossIs', { x: percent(cross[0]), y: percent(cross[1]) })
        : ''
  return (
    <div
      ref={layerRef}
      className={styles.layer}
      data-tool={tool}
      role="application"
      tabIndex={0}
      aria-label={t('annotate.layer')}
      aria-description={t(`annotate.layerKeys.${tool}`)}
      onKeyDown={onKeyDown}
      onBlur={() => moved !== null && commit(moved.points)}
    >
      <Shapes
        annotations={annotations}
        selected={selected?.annotationId ?? null}
        outline={outline}
        corner={corner}
        box={box}
        cross={tool === 'click' ? cross : null}
        clicks={clicks}
      />
      <span className={styles.said} role="status">
        {said}
      </span>
    </div>
  )
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function percent(share: number): number {
  return Math.round(share * 100)
}
