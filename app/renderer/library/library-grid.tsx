import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import type { Stack, Timeline } from '../../../core/api/browse.ts'
import { PhotoGrid, type PhotoGridHandle } from '../grid/photo-grid.tsx'
import { usePhotoList } from '../photo/photo-list.ts'
import { useFormat } from '../parts/use-format.ts'
import { goTo } from '../shell/hash-location.ts'
import { arrange, dateRanges, monthStarts, sectionsOf } from './arrange.ts'
import { useLibraryState } from './library-state.ts'
import { Scrubber } from './scrubber.tsx'
import { StackBadge } from './stack-badge.tsx'
import styles from './library.module.css'

interface Props {
  readonly timeline: Timeline
  readonly stacks: readonly Stack[]
}

/** All photos by date, with the line to move along them. */
export function LibraryGrid({ timeline, stacks }: Props) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const grid = useRef<PhotoGridHandle>(null)
  const open = useLibraryState((state) => state.open)
  const rowHeight = useLibraryState((state) => state.rowHeight)
  const selection = useLibraryState((state) => state.selection)
  const { select, toggleStack, setFirst } = useLibraryState.getState()
  const undated = t('library.undated')

  const arranged = useMemo(() => arrange(timeline, stacks, open), [timeline, stacks, open])
  const { photoIds, aspectRatios, days, stackSizes, spread } = arranged
  const sections = useMemo(() => sectionsOf(dateRanges(days), i18n.language, undated), [days, i18n.language, undated])
  const months = useMemo(() => monthStarts(days), [days])

  const overlay = useCallback(
    (photoId: PhotoId) => {
      const photos = stackSizes.get(photoId)
      if (photos !== undefined) return <StackBadge cover={photoId} photos={photos} isOpen={open.has(photoId)} />
      return spread.has(photoId) ? <span className={styles.spread} /> : null
    },
    [stackSizes, spread, open],
  )
  const nameOf = useCallback(
    (photoId: PhotoId, index: number) => {
      const place = { number: format.count(index + 1), all: format.count(photoIds.length) }
      const photos = stackSizes.get(photoId)
      if (photos === undefined) return t('grid.photo', place)
      return `${t('grid.photo', place)}, ${t('library.stackMore', { photos })}`
    },
    [format, photoIds.length, stackSizes, t],
  )
  const onKey = (event: KeyboardEvent, photoId: PhotoId) => {
    const cover = stackSizes.has(photoId) ? photoId : spread.get(photoId)
    if (event.key !== 'e' || event.ctrlKey || event.metaKey || cover === undefined) return
    event.preventDefault()
    toggleStack(cover)
  }
  return (
    <div className={styles.photos}>
      <PhotoGrid
        {...{ photoIds, aspectRatios, sections, rowHeight, selection, overlay, nameOf, onKey }}
        handle={grid}
        label={t('library.title')}
        onSelect={select}
        onOpen={(photoId) => {
          usePhotoList.getState().setList(photoIds, t('library.title'))
          goTo(`/photo/${photoId}`)
        }}
        onVisible={setFirst}
      />
      {months.length > 1 && (
        <Scrubber months={months} photos={photoIds.length} onGo={(photo) => grid.current?.scrollToPhoto(photo)} />
      )}
    </div>
  )
}
