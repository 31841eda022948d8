import type { PhotoId } from '../../../core/api.ts'

/** Photos of this library on their way from one place of the window to another. */
const PHOTO_IDS = 'application/x-resight-photo-ids'

export function setDraggedPhotos(transfer: DataTransfer, photoIds: readonly PhotoId[]): void {
  transfer.setData(PHOTO_IDS, JSON.stringify(photoIds))
  transfer.effectAllowed = 'copy'
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
