import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useProgressivePicture } from '../zoom/use-progressive-picture.ts'
import { useZoom } from '../zoom/use-zoom.ts'
import { sideFor } from '../zoom/zoom.ts'
import { alignedMatrix } from './homography.ts'
import { pairKeys } from './pair-keys.ts'
import type { PairView } from './pair-view.ts'
import { PicturePane } from './picture-pane.tsx'
import { type PictureSide, homeOf } from './picture-side.ts'
import type { BlendMode } from './use-blend.ts'
import styles from './matches.module.css'

interface Props {
  /** The query's picture, which is laid on the other. */
  readonly left: PictureSide
  readonly right: PictureSide
  /** Nine numbers, row by row: from px of the left picture to px of the right one. */
  readonly homography: readonly number[]
  /** `blink`: the one or the other, at once. */
  readonly mode: BlendMode
  /** How much of the left picture is seen, 0 … 1. */
  readonly amount: number
  readonly view: PairView
}

/** Longest side of the picture that is laid on the other, in CSS px, before it is. */
const SHOWN_PX = 1024

/** Two pictures of the same thing on top of each other, so that what differs shows. */
export function AlignedBlend({ left, right, homography, mode, amount, view }: Props) {
  const { t } = useTranslation()
  const stageRef = useRef<HTMLDivElement>(null)
  const zoom = useZoom(stageRef, { name: right.firstUrl, photo: right, home: homeOf(right), link: view })
  const { url } = useProgressivePicture(left, sideFor(zoom.view, { ...zoom.sizes, photo: left }))
  const fromScale = SHOWN_PX / Math.max(left.width, left.height)
  const { scale: toScale, x: toX, y: toY } = zoom.view
  const matrix = alignedMatrix(homography, left, { fromScale, toScale, toX, toY })
  const opacity = mode === 'blink' ? Number(amount >= 0.5) : amount
  return (
    <div
      className={styles.blend}
      role="group"
      tabIndex={0}
      aria-label={t('matches.blend', { left: left.label, right: right.label })}
      aria-description={t('matches.blendKeys')}
      onKeyDown={pairKeys(view, 0)}
    >
      <PicturePane side={right} stageRef={stageRef} zoom={zoom}>
        {matrix !== null && (
          <img
            className={styles.laid}
            src={url}
            alt=""
            draggable={false}
            data-laid
            style={{
              width: left.width * fromScale,
              height: left.height * fromScale,
              transform: `matrix3d(${matrix.join(', ')})`,
              opacity,
            }}
          />
        )}
      </PicturePane>
    </div>
  )
}
