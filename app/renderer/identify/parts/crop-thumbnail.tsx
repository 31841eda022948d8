import { IconPhotoOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnotationRegion } from '../../../../core/api/identify.ts'
import type { ProjectPhotoState } from '../../../../core/api/photo-id.ts'
import { useShell } from '../../shell/use-shell.ts'
import { cropWindow, sideNeeded, wholeWindow } from './crop-window.ts'
import styles from './parts.module.css'

/** What the engine keeps of each photo, longest side, px. */
const THUMBNAIL_PX = 512
/** Few sizes: each is decoded anew. */
const PREVIEWS_PX = [1024, 2048, 4096] as const

interface Props {
  readonly photo: ProjectPhotoState
  /** What of it is shown; null: all of it. */
  readonly region: AnnotationRegion | null
  /** Said by a screen reader; '' where the words beside it say it. */
  readonly alt: string
  /** Width over height. Default 1. */
  readonly aspect?: number
  /** How wide it is at most on the screen, CSS px: how sharp the picture must be. Default 220. */
  readonly width?: number
  /** Lies upon the photo as a whole, of which the tile shows a part: outlines. */
  readonly children?: ReactNode
}

/** A region of a photo, filling a tile as wide as the element that it is in. */
export function CropThumbnail({ photo, region, alt, aspect = 1, width = 220, children }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  if (photo.photoId === null) return <NoPicture aspect={aspect} alt={alt} text={t('identify.photoMissing')} />
  const window = region === null ? wholeWindow(photo, aspect) : cropWindow(photo, region, { aspect })
  const side = sideNeeded(photo, window, width * Math.min(2, devicePixelRatio))
  const url =
    side <= THUMBNAIL_PX * 1.3 || !photo.online
      ? shell.thumbnailUrl(photo.photoId)
      : shell.previewUrl(photo.photoId, PREVIEWS_PX.find((px) => px >= side * 0.75) ?? PREVIEWS_PX[2])
  return (
    <span className={styles.crop} style={{ aspectRatio: aspect }}>
      <span
        className={styles.cropStage}
        style={{
          left: `${(-100 * window.x) / window.width}%`,
          top: `${(-100 * window.y) / window.height}%`,
          width: `${(100 * photo.width) / window.width}%`,
          height: `${(100 * photo.height) / window.height}%`,
        }}
      >
        <img src={url} alt={alt} loading="lazy" decoding="async" draggable={false} />
        {children}
      </span>
    </span>
  )
}

function NoPicture({ aspect, alt, text }: { readonly aspect: number; readonly alt: string; readonly text: string }) {
  return (
    <span
      className={styles.noPicture}
      style={{ aspectRatio: aspect }}
      role="img"
      aria-label={[alt, text].filter((part) => part !== '').join(', ')}
    >
      <IconPhotoOff size={24} stroke={1.5} aria-hidden />
      <span aria-hidden>{text}</span>
    </span>
  )
}
