import { ScrollArea, SegmentedControl, Skeleton, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { usePhotoList } from './photo-list.ts'
import styles from './photo.module.css'

interface Props {
  readonly photoId: PhotoId
  /** A photo without a date is around no time. */
  readonly isDated: boolean
  readonly onOpen: (photoId: PhotoId) => void
}

const STRIPS = ['time', 'similar'] as const
type Strip = (typeof STRIPS)[number]
const NEIGHBOURS = 12
const SIMILAR = 24

/** Photos around this one: taken just before and after, or alike. */
export function PhotoStrips({ photoId, isDated, onOpen }: Props) {
  const { t } = useTranslation()
  const [chosen, setStrip] = useState<Strip>('time')
  const strip = isDated ? chosen : 'similar'
  const neighbours = useCall('neighbours', [photoId, NEIGHBOURS], { enabled: strip === 'time', keepPrevious: true })
  const similar = useCall('search', [{ parts: [{ kind: 'photo', photoId }], exclude: [photoId], k: SIMILAR }], {
    enabled: strip === 'similar',
  })
  const { setList } = usePhotoList()
  const around = neighbours.data
  const inTime = around === undefined ? undefined : [...around.before.toReversed(), photoId, ...around.after]
  const alike = similar.data?.results.map((result) => result.photoId)
  const photoIds = strip === 'time' ? inTime : alike
  const error = strip === 'time' ? neighbours.error : similar.error
  const openFrom = (other: PhotoId) => {
    if (strip === 'similar') setList([photoId, ...(alike ?? [])], t('photo.similar'))
    else setList(inTime ?? [], t('photo.around'))
    onOpen(other)
  }
  return (
    <div className={styles.strips}>
      {isDated ? (
        <SegmentedControl
          size="xs"
          aria-label={t('photo.strip')}
          value={strip}
          onChange={setStrip}
          data={STRIPS.map((value) => ({
            value,
            label: t(value === 'time' ? 'photo.around' : 'photo.similar'),
          }))}
        />
      ) : (
        <Text size="sm" fw={600}>
          {t('photo.similar')}
        </Text>
      )}
      <ScrollArea type="auto" scrollbarSize={8} offsetScrollbars="x" viewportProps={{ tabIndex: -1 }}>
        <div className={styles.strip} role="list" aria-label={t(strip === 'time' ? 'photo.around' : 'photo.similar')}>
          {photoIds?.map((other, i) => (
            <StripPhoto
              key={other}
              photoId={other}
              label={t('photo.stripPhoto', { place: i + 1, count: photoIds.length })}
              isCurrent={other === photoId}
              onOpen={openFrom}
            />
          ))}
          {photoIds === undefined &&
            error === null &&
            Array.from({ length: 8 }, (_, i) => <Skeleton key={i} width={84} height={64} radius="sm" />)}
          {error !== null && (
            <Text size="sm" role="alert">
              {error.message}
            </Text>
          )}
          {photoIds?.length === 0 && <Text size="sm">{t('photo.noneSimilar')}</Text>}
        </div>
      </ScrollArea>
    </div>
  )
}

interface StripPhotoProps {
  readonly photoId: PhotoId
  readonly label: string
  readonly isCurrent: boolean
  readonly onOpen: (photoId: PhotoId) => void
}

function StripPhoto({ photoId, label, isCurrent, onOpen }: StripPhotoProps) {
  const shell = useShell()
  const ref = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (isCurrent) ref.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [isCurrent])
  return (
    <span role="listitem" ref={ref}>
      <button
        type="button"
        className={styles.stripPhoto}
        aria-label={label}
        aria-current={isCurrent || undefined}
        onClick={() => onOpen(photoId)}
      >
        <img src={shell.thumbnailUrl(photoId)} alt="" loading="lazy" draggable={false} />
      </button>
    </span>
  )
}
