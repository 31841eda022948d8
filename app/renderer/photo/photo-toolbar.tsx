import { ActionIcon, Divider, Text, Tooltip } from '@mantine/core'
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
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { PhotoDetails, PhotoId } from '../../../core/api.ts'
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
  readonly zoom: Zoom
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
      <Tool name={t('photo.close')} onClick={props.onClose}>
        <IconArrowLeft size={20} />
      </Tool>
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
      <Tool name={t('photo.previous')} disabled={(place?.previous ?? null) === null} onClick={props.onPrevious}>
        <IconChevronLeft size={20} />
      </Tool>
      <Tool name={t('photo.next')} disabled={(place?.next ?? null) === null} onClick={props.onNext}>
        <IconChevronRight size={20} />
      </Tool>
      <Divider orientation="vertical" mx={4} />
      <Tool name={t('photo.zoomOut')} onClick={() => zoom.zoomBy(1 / 1.4)}>
        <IconZoomOut size={20} />
      </Tool>
      <Text size="xs" ta="center" w={44} aria-live="polite" aria-label={t('photo.zoomIs')} role="status">
        {format.percent(zoom.view.scale * zoom.sizes.pixelRatio)}
      </Text>
      <Tool name={t('photo.zoomIn')} onClick={() => zoom.zoomBy(1.4)}>
        <IconZoomIn size={20} />
      </Tool>
      <Tool name={zoom.isFit ? t('photo.oneToOne') : t('photo.fit')} onClick={zoom.isFit ? zoom.oneToOne : zoom.fit}>
        <IconMaximize size={20} />
      </Tool>
      <Divider orientation="vertical" mx={4} />
      <Tool name={t('photo.searchWith')} onClick={toResults(() => startWith({ kind: 'photo', photoId }))}>
        <IconPhotoSearch size={20} />
      </Tool>
      <Tool name={t('photo.moreLikeThis')} onClick={toResults(() => like(photoId))}>
        <IconThumbUp size={20} />
      </Tool>
      <Tool name={t('photo.drawRegion')} pressed={props.isDrawing} onClick={props.onDraw}>
        <IconCrop size={20} />
      </Tool>
      <Tool
        name={evidence.isOffered ? t('photo.showEvidence') : t('photo.evidenceNeedsQuery')}
        pressed={evidence.isShown}
        disabled={!evidence.isOffered}
        onClick={evidence.toggle}
      >
        <IconFlame size={20} />
      </Tool>
      <Divider orientation="vertical" mx={4} />
      <AlbumMenu photoId={photoId} />
      <FileMenu photoId={photoId} path={details?.paths[0] ?? null} />
      <Tool name={t('photo.details')} pressed={props.showsDetails} onClick={props.onDetails}>
        <IconInfoCircle size={20} />
      </Tool>
    </div>
  )
}

interface ToolProps {
  readonly name: string
  readonly disabled?: boolean
  /** Absent: the tool is no switch. */
  readonly pressed?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ name, disabled = false, pressed, onClick, children }: ToolProps) {
  return (
    <Tooltip label={name} openDelay={400}>
      <ActionIcon
        size="lg"
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? undefined : 'gray'}
        aria-label={name}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
