import { useTranslation } from 'react-i18next'
import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import { CropThumbnail } from './crop-thumbnail.tsx'
import { photoOf } from './project-index.ts'

interface Props {
  readonly state: ProjectState
  readonly annotation: AnnotationWithState
  /** Width over height. Default 1. */
  readonly aspect?: number
  /** CSS px at most on the screen. Default 220. */
  readonly width?: number
  /** Absent: the file's name and the side that it shows. '' where the words beside it say it. */
  readonly alt?: string
}

/** The animal of an annotation, cut out of its photo. */
export function AnnotationCrop({ state, annotation, aspect, width, alt }: Props) {
  const { t } = useTranslation()
  const photo = photoOf(state, annotation.contentHash)
  if (photo === undefined) return null
  return (
    <CropThumbnail
      photo={photo}
      region={annotation.region}
      aspect={aspect}
      width={width}
      alt={alt ?? `${photo.fileName}, ${t(`identify.viewpoints.${annotation.viewpoint}`)}`}
    />
  )
}
