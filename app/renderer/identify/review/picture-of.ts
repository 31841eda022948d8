import type { AnnotationWithState, ProjectState } from '../../../../core/api/photo-id.ts'
import type { Shell } from '../../../../core/api/shell.ts'
import type { PictureSide } from '../../matches/picture-side.ts'
import { photoOf } from '../parts/project-index.ts'

/** @returns the photo of an annotation with its outline; null: the library does not have it */
export function pictureOf(
  state: ProjectState,
  shell: Shell,
  annotation: AnnotationWithState,
  label: string,
): PictureSide | null {
  const photo = photoOf(state, annotation.contentHash)
  if (photo === undefined || photo.photoId === null) return null
  const { photoId, width, height } = photo
  return {
    label,
    width,
    height,
    region: annotation.region,
    firstUrl: shell.thumbnailUrl(photoId),
    url: (side) => shell.previewUrl(photoId, side),
  }
}
