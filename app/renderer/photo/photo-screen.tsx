import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { PhotoId, RegionValue } from '../../../core/api.ts'
import { usePairView } from '../matches/use-pair-view.ts'
import { toQuery, useQueryState } from '../query/query-state.ts'
import { useCall } from '../shell/use-call.ts'
import { useZoom } from '../zoom/use-zoom.ts'
import { EvidencePanel } from './evidence-panel.tsx'
import { MetadataPanel } from './metadata-panel.tsx'
import { around, usePhotoList } from './photo-list.ts'
import { PhotoError } from './photo-error.tsx'
import { PhotoStage } from './photo-stage.tsx'
import { PhotoStrips } from './photo-strips.tsx'
import { PhotoToolbar } from './photo-toolbar.tsx'
import { PointsEvidence } from './points-evidence.tsx'
import { RegionBar } from './region-bar.tsx'
import { RegionBox } from './region-box.tsx'
import { HeatOverlay } from './heat-overlay.tsx'
import { useClosePhoto } from './use-close-photo.ts'
import { useEvidence } from './use-evidence.ts'
import { usePhotoKeys } from './use-photo-keys.ts'
import styles from './photo.module.css'

const MIDDLE: RegionValue = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }
const NO_SIZE = { width: 3, height: 2 }
const ROOM_FOR_PANEL = '(min-width: 1100px)'

/** One photo, over where it was opened from. */
export function PhotoScreen({ photoId }: { readonly photoId: PhotoId }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const photo = useCall('photo', [photoId], { keepPrevious: true })
  const rootRef = useRef<HTMLDivElement>(null)
  const stageRef = useRef<HTMLDivElement>(null)
  const [mode, setMode] = useState<'look' | 'region'>('look')
  const [region, setRegion] = useState(MIDDLE)
  const hasRoom = useMediaQuery(ROOM_FOR_PANEL)
  // null: as there is room.
  const [wantsDetails, setShowsDetails] = useState<boolean | null>(null)
  const showsDetails = wantsDetails ?? hasRoom
  const { photoIds, show } = usePhotoList()
  const place = around(photoIds, photoId)
  const close = useClosePhoto()
  const query = useQueryState()
  const asked = toQuery(query)
  const evidence = useEvidence(asked, photoId)
  const points = mode === 'look' && photo.data?.photoId === photoId ? evidence.points : null
  const pair = usePairView()
  const zoom = useZoom(stageRef, {
    name: String(photoId),
    photo: photo.data ?? NO_SIZE,
    enabled: mode === 'look' && points === null,
  })

  useEffect(() => rootRef.current?.focus(), [])
  useEffect(() => show(photoId), [show, photoId])

  const open = (other: PhotoId | null) => {
    if (other === null) return
    setMode('look')
    navigate(`/photo/${other}`, { replace: true })
  }
  const drawRegion = () => {
    zoom.fit()
    setRegion(MIDDLE)
    setMode('region')
  }
  const searchRegion = () => {
    query.addPhoto(photoId, region)
    navigate('/search')
  }
  const goPrevious = () => open(place?.previous ?? null)
  const goNext = () => open(place?.next ?? null)
  const onKeyDown = usePhotoKeys(rootRef, {
    steered: points === null ? { ...zoom, isLarger: () => zoom.isLarger } : pair,
    goPrevious,
    goNext,
    toggleDetails: () => setShowsDetails(!showsDetails),
    toggleEvidence: evidence.toggle,
    drawRegion,
    close: mode === 'region' ? () => setMode('look') : close,
  })

  if (photo.isError)
    return (
      <div className={styles.screen} ref={rootRef} tabIndex={-1} onKeyDown={onKeyDown}>
        <PhotoError error={photo.error} onRetry={() => void photo.refetch()} onClose={close} />
      </div>
    )
  return (
    <section
      className={styles.screen}
      ref={rootRef}
      tabIndex={-1}
      aria-label={
        photo.data === undefined ? t('photo.photo') : t('photo.named', { name: fileNameOf(photo.data.paths) })
      }
      onKeyDown={onKeyDown}
    >
      <PhotoToolbar
        photoId={photoId}
        details={photo.data}
        place={place}
        zoom={points === null ? zoom : null}
        evidence={evidence}
        isDrawing={mode === 'region'}
        onDraw={() => (mode === 'region' ? setMode('look') : drawRegion())}
        showsDetails={showsDetails}
        onDetails={() => setShowsDetails(!showsDetails)}
        onPrevious={goPrevious}
        onNext={goNext}
        onClose={close}
      />
      <div className={styles.body}>
        <div className={styles.main}>
          {points !== null && photo.data !== undefined ? (
            <PointsEvidence
              query={asked}
              photo={photo.data}
              matches={points}
              view={pair}
              onHeat={evidence.hasBoth ? () => evidence.setPoints(false) : null}
            />
          ) : (
            <PhotoStage photoId={photoId} stageRef={stageRef} zoom={zoom} details={photo.data}>
              {evidence.isShown && evidence.map !== null && mode === 'look' && (
                <HeatOverlay map={evidence.map} opacity={evidence.opacity} />
              )}
              {mode === 'region' && <RegionBox region={region} onChange={setRegion} onSearch={searchRegion} />}
            </PhotoStage>
          )}
          {mode === 'region' && <RegionBar onCancel={() => setMode('look')} onSearch={searchRegion} />}
          {evidence.isShown && points === null && mode === 'look' && <EvidencePanel evidence={evidence} />}
          <PhotoStrips photoId={photoId} isDated={photo.data?.takenAt !== null} onOpen={open} />
        </div>
        {showsDetails && photo.data !== undefined && <MetadataPanel photo={photo.data} />}
      </div>
    </section>
  )
}

function fileNameOf(paths: readonly string[]): string {
  return paths[0]?.split(/[\\/]/u).at(-1) ?? ''
}
