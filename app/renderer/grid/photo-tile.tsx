import { type ReactNode, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useShell } from '../shell/use-shell.ts'
import styles from './grid.module.css'

interface Props {
  readonly photoId: PhotoId
  readonly index: number
  /** 1-based, within its row. */
  readonly column: number
  /** px */
  readonly width: number
  readonly height: number
  readonly isTabStop: boolean
  /** null: this grid has no selection */
  readonly isSelected: boolean | null
  readonly name: string
  readonly children?: ReactNode
}

/** One photo of a grid. The grid listens to clicks, keys and drags for all of its tiles, by `data-index`. */
export const PhotoTile = memo(function PhotoTile(props: Props) {
  const { photoId, index, column, width, height, isTabStop, isSelected, name, children } = props
  const { t } = useTranslation()
  const shell = useShell()
  const [isMissing, setMissing] = useState(false)

  return (
    <div
      role="gridcell"
      className={styles.tile}
      style={{ width, height }}
      tabIndex={isTabStop ? 0 : -1}
      data-index={index}
      data-photo={photoId}
      data-selected={isSelected === true || undefined}
      aria-colindex={column}
      aria-selected={isSelected ?? undefined}
      aria-label={name}
      draggable
    >
      {!isMissing && (
        <img
          className={styles.picture}
          src={shell.thumbnailUrl(photoId)}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setMissing(true)}
        />
      )}
      {isMissing && <span className={styles.missing}>{t('grid.noThumbnail')}</span>}
      {isSelected !== null && <span className={styles.check} data-check aria-hidden />}
      {children}
    </div>
  )
})
