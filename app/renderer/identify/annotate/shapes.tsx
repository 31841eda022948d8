import type { RegionValue } from '../../../../core/api.ts'
import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import type { AnnotationWithState, RegionClick } from '../../../../core/api/photo-id.ts'
import type { Point } from './outline-points.ts'
import styles from './annotate.module.css'

interface Props {
  readonly annotations: readonly AnnotationWithState[]
  readonly selected: string | null
  /** Of the selected one, while it is changed by its corners. */
  readonly outline: readonly Point[] | null
  readonly corner: number
  /** Being drawn. */
  readonly box: RegionValue | null
  /** Where the keyboard points. */
  readonly cross: Point | null
  readonly clicks: readonly RegionClick[]
}

/** What is drawn over the photo. Dark lines below light ones are seen on any photo. */
export function Shapes({ annotations, selected, outline, corner, box, cross, clicks }: Props) {
  const shapes = annotations.map(({ annotationId, region }) => ({
    id: annotationId,
    isSelected: annotationId === selected,
    path: annotationId === selected && outline !== null ? closed(outline) : pathOf(region),
  }))
  return (
    <>
      <svg className={styles.shapes} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
        {shapes.map(({ id, isSelected, path }) => (
          <g key={id} data-selected={isSelected || undefined}>
            <path d={path} className={styles.under} />
            <path d={path} className={styles.over} />
          </g>
        ))}
        {box !== null && (
          <g data-selected>
            <path d={pathOf({ kind: 'box', ...box })} className={styles.under} />
            <path d={pathOf({ kind: 'box', ...box })} className={styles.over} />
          </g>
        )}
      </svg>
      {outline?.map((point, at) => (
        <span key={at} className={styles.corner} data-current={at === corner || undefined} style={placed(point)} />
      ))}
      {clicks.map(({ x, y, kind }, at) => (
        <span key={at} className={styles.click} data-kind={kind} style={placed([x, y])} aria-hidden>
          {kind === 'animal' ? '+' : '−'}
        </span>
      ))}
      {cross !== null && <span className={styles.cross} style={placed(cross)} />}
    </>
  )
}

function placed([x, y]: Point) {
  return { left: `${x * 100}%`, top: `${y * 100}%` }
}

function pathOf(region: AnnotationRegion): string {
  if (region.kind === 'polygon') return closed(region.points)
  const { x, y, width, height } = region
  return `M${x} ${y}h${width}v${height}h${-width}Z`
}

function closed(points: readonly Point[]): string {
  return `M${points.map((point) => point.join(' ')).join('L')}Z`
}
