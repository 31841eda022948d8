import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import type { AnnotationWithState } from '../../../../core/api/photo-id.ts'
import styles from './parts.module.css'

/** The regions of a photo's annotations, drawn over it: in a `CropThumbnail`, or in any box that the photo fills. */
export function RegionOutlines({ annotations }: { readonly annotations: readonly AnnotationWithState[] }) {
  return (
    <svg className={styles.outlines} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
      {annotations.map(({ annotationId, region, state }) => (
        <g key={annotationId} data-state={state.kind}>
          {/* Dark below light, to be seen on any photo. */}
          <path d={pathOf(region)} className={styles.outlineBelow} />
          <path d={pathOf(region)} className={styles.outline} />
        </g>
      ))}
    </svg>
  )
}

function pathOf(region: AnnotationRegion): string {
  if (region.kind === 'polygon') return `M${region.points.map((point) => point.join(' ')).join('L')}Z`
  const { x, y, width, height } = region
  return `M${x} ${y}h${width}v${height}h${-width}Z`
}
