import { create } from 'zustand'
import type { PhotoId } from '../../../core/api.ts'

interface PhotoList {
  /** The photos that previous and next go through, in order. */
  readonly photoIds: readonly PhotoId[]
  /** What the list is, for a person: "Library", "Results", an album's name. */
  readonly label: string
  readonly setList: (photoIds: readonly PhotoId[], label: string) => void
}

/** Where a photo was opened from. Whoever opens a photo sets it just before. */
export const usePhotoList = create<PhotoList>((set) => ({
  photoIds: [],
  label: '',
  setList: (photoIds, label) => set({ photoIds, label }),
}))

export interface Around {
  /** 0-based place in the list. */
  readonly index: number
  readonly previous: PhotoId | null
  readonly next: PhotoId | null
}

/** A photo's place in a list; null where it is not in it. */
export function around(photoIds: readonly PhotoId[], photoId: PhotoId): Around | null {
  const index = photoIds.indexOf(photoId)
  if (index === -1) return null
  return { index, previous: photoIds[index - 1] ?? null, next: photoIds[index + 1] ?? null }
}
