import type { KeyboardEvent, MouseEvent } from 'react'
import type { PhotoId } from '../../../core/api.ts'
import { extended, toggled } from './choose.ts'
import type { GridRow } from './justify.ts'
import { moveOf, moved } from './move.ts'

interface Input {
  readonly photoIds: readonly PhotoId[]
  readonly aspectRatios: readonly number[]
  readonly rows: readonly GridRow[]
  readonly gap: number
  readonly pageRows: () => number
  readonly selection: ReadonlySet<PhotoId> | undefined
  readonly onSelect: ((selection: ReadonlySet<PhotoId>) => void) | undefined
  readonly onOpen: (photoId: PhotoId, index: number) => void
  readonly onKey: ((event: KeyboardEvent, photoId: PhotoId, index: number) => void) | undefined
  /** Moves the focus to a photo. */
  readonly goTo: (index: number) => void
  /** Where a range of photos begins. */
  readonly anchor: { current: number }
}

/** What keys and clicks do in a grid, for all of its tiles. */
export function gridInput(input: Input) {
  const { photoIds, aspectRatios, rows, gap, selection, onSelect, anchor } = input
  const select = selection !== undefined && onSelect !== undefined ? { selection, onSelect } : null

  const onKeyDown = (event: KeyboardEvent) => {
    const index = indexOf(event.target)
    const photoId = index === null ? undefined : photoIds[index]
    if (index === null || photoId === undefined) return
    const withKey = event.ctrlKey || event.metaKey
    const move = event.altKey ? null : moveOf(event.key)
    if (move !== null) {
      const next = moved(index, move, { rows, aspectRatios, gap, page: input.pageRows() })
      if (event.shiftKey) select?.onSelect(extended(select.selection, photoIds, index, next))
      input.goTo(next)
    } else if (event.key === 'Enter') input.onOpen(photoId, index)
    else if (event.key === ' ' && select !== null) {
      anchor.current = index
      select.onSelect(toggled(select.selection, photoId))
    } else if (event.key === 'a' && withKey && select !== null) select.onSelect(new Set(photoIds))
    else if (event.key === 'Escape' && select !== null && select.selection.size > 0) select.onSelect(new Set())
    else {
      input.onKey?.(event, photoId, index)
      return
    }
    event.preventDefault()
  }

  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('button, a') !== null) return
    const index = indexOf(event.target.closest('[data-index]'))
    const photoId = index === null ? undefined : photoIds[index]
    if (index === null || photoId === undefined) return
    const toggles = event.ctrlKey || event.metaKey || event.target.closest('[data-check]') !== null
    if (select !== null && event.shiftKey)
      select.onSelect(extended(select.selection, photoIds, Math.min(anchor.current, photoIds.length - 1), index))
    else if (select !== null && (toggles || select.selection.size > 0)) {
      anchor.current = index
      select.onSelect(toggled(select.selection, photoId))
    } else input.onOpen(photoId, index)
  }
  return { onKeyDown, onClick }
}

/** Index of the photo whose tile this is; null where it is none. */
export function indexOf(element: EventTarget | null): number | null {
  if (!(element instanceof HTMLElement)) return null
  const index = element.dataset.index
  return index === undefined ? null : Number(index)
}
