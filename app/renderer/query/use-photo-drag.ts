import { useTranslation } from 'react-i18next'
import type { PhotoId } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { useNotify } from '../parts/use-notify.ts'
import { useShell } from '../shell/use-shell.ts'
import { beginDrag, type DragStart, leavesSomeOut, MOST_DRAGGED, photosToDrag } from './photo-drag.ts'

/** Begins the drag of a photo, with the selection that it is part of; says so where not all of it comes along. */
export function usePhotoDrag(): (event: DragStart, photoId: PhotoId, selection: Iterable<PhotoId>) => void {
  const { t } = useTranslation()
  const { desktop } = useShell()
  const notify = useNotify()
  const format = useFormat()
  return (event, photoId, selection) => {
    const selected = [...selection]
    beginDrag(event, desktop, photosToDrag(photoId, selected))
    if (leavesSomeOut(photoId, selected)) {
      const counts = { dragged: format.count(MOST_DRAGGED), selected: format.count(selected.length) }
      notify({ message: t('library.draggedSome', counts) })
    }
  }
}
