import { Divider, Text } from '@mantine/core'
import {
  IconArrowLeft,
  IconChevronLeft,
  IconChevronRight,
  IconCrop,
  IconFlame,
  IconInfoCircle,
  IconMaximize,
  IconPhotoSearch,
  IconThumbUp,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { PhotoDetails, PhotoId } from '../../../core/api.ts'
import { ToolButton } from '../parts/tool-button.tsx'
import { useFormat } from '../parts/use-format.ts'
import { useQueryState } from '../query/query-state.ts'
import type { Zoom } from '../zoom/use-zoom.ts'
import { AlbumMenu } from './album-menu.tsx'
import { FileMenu } from './file-menu.tsx'
import { type Around, usePhotoList } from './photo-list.ts'
import type { EvidenceView } from './use-evidence.ts'
import styles from './photo.module.css'

interface Props {
  readonly photoId: PhotoId
  readonly details: PhotoDetails | undefined
  readonly place: Around | null
  /** null: what is shown has its own tools for that. */
  readonly zoom: Zoom | null
  readonly evidence: EvidenceView
  readonly isDrawing: boolean
  readonly onDraw: () => void
  readonly showsDetails: boolean
  readonly onDetails: () => void
  readonly onPrevious: () => void
  readonly onNext: () => void
  readonly onClose: () => void
}

export function PhotoToolbar(props: Props) {
  const { photoId, details, place, zoom, evidence } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [, navigate] = useLocation()
  const label = usePhotoList((list) => list.label)
  const { startWith, like } = useQueryState()
  const toResults = (change: () => void) => () => {
    change()
    navigate('/search')
  }
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('photo.actions')}>
      <ToolButton name={t('photo.close')} onClick={props.onClose}>
        <IconArrowLeft size={20} />
      </ToolButton>
      <div className={styles.name}>
        <Text size="sm" fw={600} truncate>
          {details?.paths[0]?.split(/[\\/]/u).at(-1) ?? ' '}
        </Text>
        <Text size="xs" truncate aria-live="polite">
          {place === null
            ? ' '
            : t('photo.placeOf', {
                place: format.count(place.index + 1),
                total: format.count(place.count),
                list: label,
              })}
        </Text>
      </div>
      <ToolButton name={t('photo.previous')} disabled={(place?.previous ?? null) === null} onClick={props.onPrevious}>
        <IconChevronLeft size={20} />
      </ToolButton>
      <ToolButton name={t('photo.next')} disabled={(place?.next ?? null) === null} onClick={props.onNext}>
        <IconChevronRight size={20} />
      </ToolButton>
      <Divider orientation="vertical" mx={4} />
      {zoom !== null && <PhotoZoom zoom={zoom} />}
      <ToolButton name={t('photo.searchWith')} onClick={toResults(() => startWith({ kind: 'photo', photoId }))}>
        <IconPhotoSearch size={20} />
      </ToolButton>
      <ToolButton name={t('photo.moreLikeThis')} onClick={toResults(() => like(photoId))}>
        <IconThumbUp size={20} />
      </ToolButton>
      <ToolButton name={t('photo.drawRegion')} pressed={props.isDrawing} onClick={props.onDraw}>
        <IconCrop size={20} />
      </ToolButton>
      <ToolButton
        name={evidence.isOffered ? t('photo.showEvidence') : t('photo.evidenceNeedsQuery')}
        pressed={evidence.isShown}
        disabled={!evidence.isOffered}
        onClick={evidence.toggle}
      >
        <IconFlame size={20} />
      </ToolButton>
      <Divider orientation="vertical" mx={4} />
      <AlbumMenu photoId={photoId} />
      <FileMenu photoId={photoId} path={details?.paths[0] ?? null} />
      <ToolButton name={t('photo.details')} pressed={props.showsDetails} onClick={props.onDetails}>
        <IconInfoCircle size={20} />
      </ToolButton>
    </div>
  )
}

function PhotoZoom({ zoom }: { readonly zoom: Zoom }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <ToolButton name={t('photo.zoomOut')} onClick={() => zoom.zoomBy(1 / 1.4)}>
        <IconZoomOut size={20} />
      </ToolButton>
      <Text size="xs" ta="center" w={44} aria-live="polite" aria-label={t('photo.zoomIs')} role="status">
        {format.percent(zoom.view.scale * zoom.sizes.pixelRatio)}
      </Text>
      <ToolButton name={t('photo.zoomIn')} onClick={() => zoom.zoomBy(1.4)}>
        <IconZoomIn size={20} />
      </ToolButton>
      <ToolButton
        name={zoom.isFit ? t('photo.oneToOne') : t('photo.fit')}
        onClick={zoom.isFit ? zoom.oneToOne : zoom.fit}
      >
        <IconMaximize size={20} />
      </ToolButton>
      <Divider orientation="vertical" mx={4} />
    </>
  )
}
