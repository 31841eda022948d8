import type { PhotoId } from '../../../core/api.ts'
import type { Desktop } from '../../../core/api/shell.ts'

/** Photos of this library on their way from one place of the window to another. */
const PHOTO_IDS = 'application/x-resight-photo-ids'

function setDraggedPhotos(transfer: DataTransfer, photoIds: readonly PhotoId[]): void {
  transfer.setData(PHOTO_IDS, JSON.stringify(photoIds))
  transfer.effectAllowed = 'copy'
}

/** What the desktop takes in one drag: each file is looked up while the pointer waits. */
export const MOST_DRAGGED = 500

/** @returns the photo that is dragged, first, and with it the rest of the selection where it is part of that */
export function photosToDrag(photoId: PhotoId, selection: Iterable<PhotoId>): readonly PhotoId[] {
  const selected = new Set(selection)
  if (!selected.delete(photoId)) return [photoId]
  return [photoId, ...selected].slice(0, MOST_DRAGGED)
}

/** Whether a drag of the photo would have to leave out some of the selection. */
export function leavesSomeOut(photoId: PhotoId, selection: Iterable<PhotoId>): boolean {
  const selected = new Set(selection)
  return selected.has(photoId) && selected.size > MOST_DRAGGED
}

export interface DragStart {
  readonly dataTransfer: DataTransfer
  preventDefault(): void
}

/** Begins to drag photos: out of the window on the desktop, else to another place of the page. */
export function beginDrag(event: DragStart, desktop: Pick<Desktop, 'startDrag'> | null, ids: readonly PhotoId[]): void {
  if (desktop === null) return setDraggedPhotos(event.dataTransfer, ids)
  // The system's own drag carries files; dropped on the query they are known again by their paths.
  event.preventDefault()
  desktop.startDrag(ids)
}

export function draggedPhotos(transfer: DataTransfer): readonly PhotoId[] {
  try {
    const ids: unknown = JSON.parse(transfer.getData(PHOTO_IDS) || '[]')
    return Array.isArray(ids) ? ids.filter((id): id is PhotoId => Number.isSafeInteger(id) && id > 0) : []
  } catch {
    return []
  }
}

/** What is being dragged can be told before it is dropped only by its types. */
export function maySearchWith(transfer: DataTransfer): boolean {
  return transfer.types.some((type) => type === PHOTO_IDS || type === 'Files')
}

/** Pictures among files; a file whose type the browser does not know (HEIC, raw) may be one. */
export function pictures(files: Iterable<File>): readonly File[] {
  return [...files].filter(({ type }) => type === '' || type.startsWith('image/'))
}
