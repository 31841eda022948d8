import { create } from 'zustand'
import type { PhotoId } from '../../../core/api.ts'

interface PhotoList {
  /** The photos that previous and next go through, in order. */
  readonly photoIds: readonly PhotoId[]
  /** What the list is, for a person: "Library", "Results", an album's name. */
  readonly label: string
  /** Address of the screen below the photo; null where the photo was opened by its address. */
  readonly cameFrom: string | null
  /** The photo shown last: where the focus belongs when the photo is closed. */
  readonly shown: PhotoId | null
  /** Whoever opens a photo sets the list just before. */
  readonly setList: (photoIds: readonly PhotoId[], label: string) => void
  readonly setCameFrom: (address: string | null) => void
  readonly show: (photoId: PhotoId) => void
}

/** Where a photo was opened from. */
export const usePhotoList = create<PhotoList>((set, get) => ({
  photoIds: [],
  label: '',
  cameFrom: null,
  shown: null,
  setList: (photoIds, label) => set({ photoIds, label }),
  setCameFrom: (cameFrom) => set({ cameFrom }),
  show: (photoId) => {
    if (get().shown !== photoId) set({ shown: photoId })
  },
}))

export interface Around {
  /** 0-based place in the list. */
  readonly index: number
  readonly count: number
  readonly previous: PhotoId | null
  readonly next: PhotoId | null
}

/** A photo's place in a list; null where it is not in it. */
export function around(photoIds: readonly PhotoId[], photoId: PhotoId): Around | null {
  const index = photoIds.indexOf(photoId)
  if (index === -1) return null
  return {
    index,
    count: photoIds.length,
    previous: photoIds[index - 1] ?? null,
    next: photoIds[index + 1] ?? null,
  }
}
