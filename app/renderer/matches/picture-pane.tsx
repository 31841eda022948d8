import type { ReactNode, RefObject } from 'react'
import { PictureStatus } from '../zoom/picture-status.tsx'
import { useProgressivePicture } from '../zoom/use-progressive-picture.ts'
import type { Zoom } from '../zoom/use-zoom.ts'
import { sideFor } from '../zoom/zoom.ts'
import { type PictureSide, cornersOf } from './picture-side.ts'
import styles from './matches.module.css'

interface Props {
  readonly side: PictureSide
  readonly stageRef: RefObject<HTMLDivElement | null>
  readonly zoom: Zoom
  /** What lies on the picture, in px of the stage. */
  readonly children?: ReactNode
}

/** A picture, as sharp as has arrived, where zoom and pan put it, with its name and the outline of its region. */
export function PicturePane({ side, stageRef, zoom: { view, sizes, isLarger }, children }: Props) {
  const { url, isSharp, failed } = useProgressivePicture(side, sideFor(view, sizes))
  const box = {
    width: sizes.photo.width * view.scale,
    height: sizes.photo.height * view.scale,
    transform: `translate(${view.x}px, ${view.y}px)`,
  }
  return (
    <div className={styles.pane} ref={stageRef} data-zoomed={isLarger || undefined}>
      <div className={styles.sheet} style={box}>
        <img className={styles.picture} src={url} alt={side.label} draggable={false} />
        {side.region !== undefined && <RegionOutline region={side.region} />}
      </div>
      {children}
      <PictureStatus isSharp={isSharp} failed={failed} />
      <span className={styles.label} aria-hidden title={side.label}>
        {side.label}
      </span>
    </div>
  )
}

function RegionOutline({ region }: { readonly region: NonNullable<PictureSide['region']> }) {
  const points = cornersOf(region)
    .map(([x, y]) => `${x},${y}`)
    .join(' ')
  return (
    <svg className={styles.outline} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
      <polygon points={points} className={styles.outlineUnder} />
      <polygon points={points} className={styles.outlineOver} />
    </svg>
  )
}
