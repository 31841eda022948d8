import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query, QueryPart } from '../../../core/api.ts'
import type { PictureSide } from '../matches/picture-side.ts'
import type { PictureSource } from '../zoom/use-progressive-picture.ts'
import type { Size } from '../zoom/zoom.ts'
import type { Shell } from '../../../core/api/shell.ts'
import { useShell } from '../shell/use-shell.ts'

type PicturePart = Exclude<QueryPart, { readonly kind: 'words' }>

/** The pictures that a query looks for, in its order; those to avoid are none of them. */
export function picturesOf(query: Query): readonly PicturePart[] {
  return query.parts.filter((part) => part.kind !== 'words' && part.negative !== true) as PicturePart[]
}

/** The query's n-th picture, to be shown beside others; null: none such, or no shell can show it. */
export function useQueryPicture(query: Query | null, n: number, size: Size | null): PictureSide | null {
  const { t } = useTranslation()
  const shell = useShell()
  const pictures = query === null ? [] : picturesOf(query)
  const part = pictures[n]
  const label = pictures.length === 1 ? t('photo.queryPicture') : t('photo.queryPictureOf', { place: n + 1 })
  return useMemo(() => {
    const source = part === undefined ? null : sourceOf(part, shell)
    if (part === undefined || source === null || size === null) return null
    const { region } = part
    const outline = region === undefined ? {} : { region: { kind: 'box', ...region } as const }
    return { ...source, width: size.width, height: size.height, label, ...outline }
  }, [part, shell, size, label])
}

function sourceOf(part: PicturePart, shell: Shell): PictureSource | null {
  switch (part.kind) {
    case 'photo':
      return {
        firstUrl: shell.thumbnailUrl(part.photoId),
        url: (side) => shell.previewUrl(part.photoId, side),
      }
    case 'upload':
      return { firstUrl: shell.uploadUrl(part.uploadId), url: () => shell.uploadUrl(part.uploadId) }
    case 'file':
      return null
  }
}
