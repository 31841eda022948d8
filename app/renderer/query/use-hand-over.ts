import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import type { PlainError, Shell } from '../../../core/api/shell.ts'
import { useNotify } from '../parts/use-notify.ts'
import { goTo } from '../shell/hash-location.ts'
import { useShell } from '../shell/use-shell.ts'
import { draggedPhotos, pictures } from './photo-drag.ts'
import { useQueryState } from './query-state.ts'

interface HandOver {
  /** Pictures on their way. */
  readonly pending: number
  /** Each becomes a part of the query. */
  readonly files: (files: Iterable<File>) => Promise<void>
  readonly drop: (transfer: DataTransfer) => Promise<void>
}

/** Puts pictures from outside, or photos dragged here, into the query. */
export function useHandOver(): HandOver {
  const { t } = useTranslation()
  const notify = useNotify()
  const shell = useShell()
  const addPhoto = useQueryState((state) => state.addPhoto)
  const addUpload = useQueryState((state) => state.addUpload)
  const [pending, setPending] = useState(0)

  const files = useCallback(
    async (given: Iterable<File>) => {
      const found = pictures(given)
      setPending((count) => count + found.length)
      for (const file of found) {
        try {
          const photoId = await knownPhoto(shell, file)
          if (photoId === null) addUpload(await shell.addUpload(new Uint8Array(await file.arrayBuffer()), file.name))
          else addPhoto(photoId)
          goTo('/search')
        } catch (error) {
          notify({ color: 'red', title: t('query.dropFailed'), message: (error as PlainError).message })
        } finally {
          setPending((count) => count - 1)
        }
      }
    },
    [shell, addPhoto, addUpload, t, notify],
  )

  const drop = useCallback(
    async (transfer: DataTransfer) => {
      const photoIds = draggedPhotos(transfer)
      for (const photoId of photoIds) addPhoto(photoId)
      if (photoIds.length > 0) return goTo('/search')
      if (transfer.files.length > 0) return files(transfer.files)
      if (transfer.types.includes('text/uri-list')) notify({ message: t('query.onlyAddress') })
    },
    [addPhoto, files, t, notify],
  )

  return { pending, files, drop }
}

/** In a desktop window a file says where it lies: one that is indexed need not be read again. */
async function knownPhoto(shell: Shell, file: File): Promise<PhotoId | null> {
  const path = shell.desktop?.pathOfFile(file) ?? ''
  if (path === '') return null
  const [photoId] = await shell.call('photoIds', [path])
  return photoId ?? null
}
