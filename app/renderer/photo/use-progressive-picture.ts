import { useEffect, useState } from 'react'
import type { PhotoId } from '../../../core/api.ts'
import { useShell } from '../shell/use-shell.ts'

interface Loaded {
  readonly photoId: PhotoId
  readonly side: number
  readonly url: string
}

interface Picture {
  /** The sharpest that has arrived: the thumbnail at first. */
  readonly url: string
  readonly isSharp: boolean
  /** The file could not be decoded, or is not to be reached. */
  readonly failed: boolean
}

/** Thumbnail, then a picture for the screen, then all of it: each is shown when it has been decoded. */
export function useProgressivePicture(photoId: PhotoId, side: number): Picture {
  const shell = useShell()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failedFor, setFailedFor] = useState<PhotoId | null>(null)
  const best = loaded?.photoId === photoId ? loaded : null
  const isSharp = best !== null && best.side >= side
  useEffect(() => {
    if (isSharp) return
    let current = true
    const url = shell.previewUrl(photoId, side)
    const image = new Image()
    image.src = url
    image.decode().then(
      () => current && setLoaded({ photoId, side, url }),
      () => current && setFailedFor(photoId),
    )
    return () => {
      current = false
      image.src = ''
    }
  }, [shell, photoId, side, isSharp])
  return { url: best?.url ?? shell.thumbnailUrl(photoId), isSharp, failed: failedFor === photoId && best === null }
}
