import type { PhotoDetails } from '../../../core/api.ts'
import type { Format } from '../parts/format.ts'
import { nameOf } from '../query/path-name.ts'

export const MOST_COMPARED = 4

const FIELDS = ['name', 'takenAt', 'camera', 'lens', 'size', 'bytes', 'format', 'rating', 'place', 'keywords'] as const
type Field = (typeof FIELDS)[number]

export interface ComparedField {
  readonly field: Field
  /** One a photo, in their order; null: the photo does not say. */
  readonly values: readonly (string | null)[]
  readonly differs: boolean
}

/** What the photos say of themselves, field by field; fields of which none says anything are left out. */
export function comparedFields(photos: readonly PhotoDetails[], format: Format): readonly ComparedField[] {
  return FIELDS.map((field) => {
    const values = photos.map((photo) => valueOf(photo, field, format))
    return { field, values, differs: new Set(values).size > 1 }
  }).filter(({ values }) => values.some((value) => value !== null))
}

function valueOf(photo: PhotoDetails, field: Field, format: Format): string | null {
  const { paths, takenAt, width, height, bytes, gps, keywords, rating } = photo
  switch (field) {
    case 'name':
      return paths[0] === undefined ? null : nameOf(paths[0])
    case 'takenAt':
      return takenAt === null ? null : format.time(takenAt)
    case 'size':
      return `${format.count(width)} × ${format.count(height)}`
    case 'bytes':
      return format.bytes(bytes)
    case 'rating':
      return rating === null ? null : format.count(rating)
    case 'place':
      return gps === null ? null : `${gps.latitude.toFixed(4)}, ${gps.longitude.toFixed(4)}`
    case 'keywords':
      return keywords.length === 0 ? null : keywords.join(', ')
    case 'camera':
    case 'lens':
    case 'format':
      return photo[field]
  }
}
