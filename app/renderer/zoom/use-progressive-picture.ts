import { useEffect, useState } from 'react'

/** Where a picture is to be had in more than one size. */
export interface PictureSource {
  /** Small, and at hand at once; what tells one picture from another. */
  readonly firstUrl: string
  /** With its longest side at most so many px. */
  url(longestSide: number): string
}

interface Loaded {
  readonly firstUrl: string
  readonly side: number
  readonly url: string
}

export interface Picture {
  /** The sharpest that has arrived: the first at first. */
  readonly url: string
  readonly isSharp: boolean
  /** The file could not be decoded, or is not to be reached. */
  readonly failed: boolean
}

/** Thumbnail, then a picture for the screen, then all of it: each is shown when it has been decoded. */
export function useProgressivePicture(source: PictureSource, side: number): Picture {
  const { firstUrl } = source
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failedFor, setFailedFor] = useState<string | null>(null)
  const best = loaded?.firstUrl === firstUrl ? loaded : null
  const isSharp = best !== null && best.side >= side
  const url = source.url(side)
  useEffect(() => {
    if (isSharp) return
    let current = true
    const image = new Image()
    image.src = url
    image.decode().then(
      () => current && setLoaded({ firstUrl, side, url }),
      () => current && setFailedFor(firstUrl),
    )
    return () => {
      current = false
      image.src = ''
    }
  }, [firstUrl, url, side, isSharp])
  return { url: best?.url ?? firstUrl, isSharp, failed: failedFor === firstUrl && best === null }
}
