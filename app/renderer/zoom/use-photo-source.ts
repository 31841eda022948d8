import { useMemo } from 'react'
import type { PhotoId } from '../../../core/api.ts'
import { useShell } from '../shell/use-shell.ts'
import type { PictureSource } from './use-progressive-picture.ts'

/** A photo of the library: its thumbnail, and larger pictures decoded anew. */
export function usePhotoSource(photoId: PhotoId): PictureSource {
  const shell = useShell()
  return useMemo(
    () => ({ firstUrl: shell.thumbnailUrl(photoId), url: (side) => shell.previewUrl(photoId, side) }),
    [shell, photoId],
  )
}
