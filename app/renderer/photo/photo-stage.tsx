import type { ReactNode, RefObject } from 'react'
import type { PhotoDetails, PhotoId } from '../../../core/api.ts'
import { PictureStatus } from '../zoom/picture-status.tsx'
import { usePhotoSource } from '../zoom/use-photo-source.ts'
import { useProgressivePicture } from '../zoom/use-progressive-picture.ts'
import type { Zoom } from '../zoom/use-zoom.ts'
import { sideFor } from '../zoom/zoom.ts'
import styles from './photo.module.css'

interface Props {
  readonly photoId: PhotoId
  readonly details: PhotoDetails | undefined
  readonly stageRef: RefObject<HTMLDivElement | null>
  readonly zoom: Zoom
  /** What lies on the photo, and grows with it. */
  readonly children: ReactNode
}

/** The photo, as sharp as has arrived, where zoom and pan put it. */
export function PhotoStage({ photoId, details, stageRef, zoom, children }: Props) {
  const { view, sizes } = zoom
  const { url, isSharp, failed } = useProgressivePicture(usePhotoSource(photoId), sideFor(view, sizes))
  const box = {
    width: sizes.photo.width * view.scale,
    height: sizes.photo.height * view.scale,
    transform: `translate(${view.x}px, ${view.y}px)`,
  }
  return (
    <div className={styles.stage} ref={stageRef} data-zoomed={zoom.isLarger || undefined}>
      {details?.photoId === photoId && (
        <div className={styles.sheet} style={box}>
          <img className={styles.picture} src={url} alt={altOf(details)} draggable={false} />
          {children}
        </div>
      )}
      <PictureStatus isSharp={isSharp} failed={failed} />
    </div>
  )
}

function altOf({ title, description, paths }: PhotoDetails): string {
  return description ?? title ?? paths[0]?.split(/[\\/]/u).at(-1) ?? ''
}
