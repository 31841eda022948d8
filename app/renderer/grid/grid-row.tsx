import { type ReactNode, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { type GridRow, widthsOf } from './justify.ts'
import { PhotoTile } from './photo-tile.tsx'
import styles from './grid.module.css'

interface Props {
  readonly row: GridRow
  /** 0-based */
  readonly rowIndex: number
  /** Of the row's upper edge, px. */
  readonly top: number
  readonly gap: number
  readonly headingHeight: number
  readonly photoIds: readonly PhotoId[]
  readonly aspectRatios: readonly number[]
  readonly selection: ReadonlySet<PhotoId> | undefined
  /** Index of the photo that Tab goes to; null where it is in another row. */
  readonly tabStop: number | null
  /** Scrolling too fast to load what nobody will see. */
  readonly isPassing: boolean
  readonly nameOf: ((photoId: PhotoId, index: number) => string) | undefined
  readonly overlay: ((photoId: PhotoId, index: number) => ReactNode) | undefined
}

/** A heading, or photos side by side. */
export const PhotoGridRow = memo(function PhotoGridRow(props: Props) {
  const { row, rowIndex, top, gap, headingHeight, photoIds, aspectRatios, selection, tabStop, isPassing } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [isWanted, setWanted] = useState(!isPassing)
  if (!isWanted && !isPassing) setWanted(true)
  const transform = `translateY(${top}px)`
  if (row.kind === 'heading')
    return (
      <div role="row" className={`${styles.row} ${styles.heading}`} style={{ transform, height: headingHeight }}>
        <span role="rowheader">
          {row.label}
          <span className={styles.headingCount}>{format.count(row.count)}</span>
        </span>
      </div>
    )
  return (
    <div role="row" aria-rowindex={rowIndex + 1} className={styles.row} style={{ transform, gap }}>
      {widthsOf(row, aspectRatios).map((width, column) => {
        const index = row.start + column
        const photoId = photoIds[index]
        if (photoId === undefined) return null
        if (!isWanted)
          return <div key={photoId} role="gridcell" className={styles.tile} style={{ width, height: row.height }} />
        return (
          <PhotoTile
            key={photoId}
            photoId={photoId}
            index={index}
            column={column + 1}
            width={width}
            height={row.height}
            isTabStop={tabStop === index}
            isSelected={selection?.has(photoId) ?? null}
            name={
              props.nameOf?.(photoId, index) ??
              t('grid.photo', { number: format.count(index + 1), all: format.count(photoIds.length) })
            }
          >
            {props.overlay?.(photoId, index)}
          </PhotoTile>
        )
      })}
    </div>
  )
})
