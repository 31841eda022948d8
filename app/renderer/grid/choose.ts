import type { PhotoId } from '../../../core/api.ts'

/** The selection with one photo put in or taken out. */
export function toggled(selection: ReadonlySet<PhotoId>, photoId: PhotoId): ReadonlySet<PhotoId> {
  const next = new Set(selection)
  if (!next.delete(photoId)) next.add(photoId)
  return next
}

/** The selection with all photos between two places, both included. */
export function extended(
  selection: ReadonlySet<PhotoId>,
  photoIds: readonly PhotoId[],
  from: number,
  to: number,
): ReadonlySet<PhotoId> {
  const next = new Set(selection)
  for (const photoId of photoIds.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(photoId)
  return next
}
