import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../../core/api.ts'
import { PhotoGrid } from '../../grid/photo-grid.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingGrid } from '../../parts/loading-grid.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { useCall } from '../../shell/use-call.ts'
import { usePutPhotos } from './use-put-photos.ts'
import { IconPhotoOff } from '@tabler/icons-react'
import styles from './encounters.module.css'

interface Props {
  readonly projectId: string
  readonly encounterId: string
  readonly opened: boolean
  readonly onClose: () => void
}

/** Picks photos of the library for an encounter. */
export function AddLibraryPhotos({ opened, onClose, ...of }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={960}
      title={t('encounters.pickTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <Picker onClose={onClose} {...of} />
    </Modal>
  )
}

const NONE: ReadonlySet<PhotoId> = new Set()

function Picker({ projectId, encounterId, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = usePutPhotos(projectId)
  const timeline = useCall('timeline', [{}])
  const [selection, select] = useState(NONE)
  const toggle = (photoId: PhotoId) => {
    const next = new Set(selection)
    if (!next.delete(photoId)) next.add(photoId)
    select(next)
  }
  const { data } = timeline
  return (
    <>
      <div className={styles.picker}>
        {timeline.isError && <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />}
        {timeline.isPending && <LoadingGrid rowHeight={120} />}
        {data?.photoIds.length === 0 && (
          <EmptyState icon={<IconPhotoOff size={40} stroke={1.3} />} title={t('encounters.pickEmpty')} />
        )}
        {data !== undefined && data.photoIds.length > 0 && (
          <PhotoGrid
            photoIds={data.photoIds}
            aspectRatios={data.aspectRatios}
            rowHeight={120}
            selection={selection}
            onSelect={select}
            onOpen={toggle}
            label={t('encounters.pickTitle')}
          />
        )}
      </div>
      <div className={styles.pickerBar}>
        <span role="status">
          {t('encounters.selected', { count: selection.size, photos: format.count(selection.size) })}
        </span>
        <Button
          disabled={selection.size === 0}
          onClick={() => void put(encounterId, [...selection]).then((isDone) => isDone && onClose())}
        >
          {t('encounters.add')}
        </Button>
      </div>
    </>
  )
}
