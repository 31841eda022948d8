import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconAlbumOff, IconDownload, IconSearch, IconThumbUp, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Album } from '../../../core/api/browse.ts'
import { FloatingBar } from '../parts/floating-bar.tsx'
import { AddFromLibrary } from '../identify/encounters/add-from-library.tsx'
import { useFormat } from '../parts/use-format.ts'
import { useNotify } from '../parts/use-notify.ts'
import { useQueryState } from '../query/query-state.ts'
import { goTo } from '../shell/hash-location.ts'
import { useShell } from '../shell/use-shell.ts'
import { AddToAlbum } from './add-to-album.tsx'
import { saveOriginals } from './save-originals.ts'
import { useAttempt } from '../parts/use-attempt.ts'
import { useLibraryState } from './library-state.ts'
import styles from './library.module.css'

/** More photos than this make no better query, only a slower one. */
const MOST_IN_QUERY = 20

/** What can be done with the selected photos. */
export function SelectionBar({ albums }: { readonly albums: readonly Album[] }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const format = useFormat()
  const shell = useShell()
  const attempt = useAttempt()
  const { selection, select } = useLibraryState()
  const { filter, addPhoto, like, feedback } = useQueryState()
  if (selection.size === 0) return null
  const photoIds = [...selection]
  const none = () => select(new Set())
  const album = albums.find(({ albumId }) => albumId === filter.album)
  const count = { count: photoIds.length, photos: format.count(photoIds.length) }

  const search = () => {
    for (const photoId of photoIds.slice(0, MOST_IN_QUERY)) addPhoto(photoId)
    none()
    goTo('/search')
  }
  const moreLike = () => {
    for (const photoId of photoIds) if (!feedback.like.includes(photoId)) like(photoId)
    none()
    goTo('/search')
  }
  const takeOut = (albumId: number) =>
    void attempt(async () => {
      const { name } = await shell.call('removeFromAlbum', albumId, photoIds)
      notify({ message: t('library.removedFromAlbum', { name }) })
      none()
    })
  return (
    <FloatingBar name={t('library.selection')}>
      <span role="status" className={styles.selected}>
        {t('library.selected', count)}
      </span>
      <Button
        size="xs"
        leftSection={<IconSearch size={16} />}
        disabled={photoIds.length > MOST_IN_QUERY}
        onClick={search}
      >
        {t('library.searchWith')}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconThumbUp size={16} />} onClick={moreLike}>
        {t('library.moreLike')}
      </Button>
      <AddToAlbum photoIds={photoIds} albums={albums} onDone={none} />
      <AddFromLibrary photoIds={photoIds} onDone={none} />
      {album !== undefined && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAlbumOff size={16} />}
          onClick={() => takeOut(album.albumId)}
        >
          {t('library.removeFromAlbum')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() => {
          notify({ message: t('library.downloading', count) })
          void attempt(() => saveOriginals(shell, photoIds))
        }}
      >
        {t('library.download')}
      </Button>
      <Tooltip label={t('library.selectNone')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('library.selectNone')} onClick={none}>
          <IconX size={18} />
        </ActionIcon>
      </Tooltip>
    </FloatingBar>
  )
}
