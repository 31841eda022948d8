import type { PhotoId } from '../../../core/api.ts'

/** A photo of a grid, and where it was when it was last looked for. */
export interface GridPlace {
  readonly photoId: PhotoId | null
  readonly index: number
}

/** @returns where the photo is now; where it is gone, the photo that took its place, else the last; 0 among none */
export function indexOfPlace({ photoId, index }: GridPlace, photoIds: readonly PhotoId[]): number {
  if (photoIds[index] === photoId) return index
  const found = photoId === null ? -1 : photoIds.indexOf(photoId)
  return found !== -1 ? found : Math.max(0, Math.min(index, photoIds.length - 1))
}
