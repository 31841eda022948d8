import { type FocusEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { PhotoId } from '../../../core/api.ts'
import { indexOf } from './grid-input.ts'
import { type GridPlace, indexOfPlace } from './grid-place.ts'

interface GridFocus {
  /** Index of the photo that has the focus, or had it last. */
  readonly active: number
  readonly hasFocus: boolean
  /** Moves the focus to a photo, at once or when its row is there. */
  readonly goTo: (index: number) => void
  readonly onFocus: (event: FocusEvent) => void
  readonly onBlur: (event: FocusEvent) => void
}

/**
 * Which photo of a grid the keyboard is at. It stays at that photo while others come before it, and while its tile is
 * made anew in another row, which takes the focus from a page that does nothing about it.
 */
export function useGridFocus(scroller: RefObject<HTMLElement | null>, photoIds: readonly PhotoId[]): GridFocus {
  const [place, setPlace] = useState<GridPlace>({ photoId: null, index: 0 })
  const [hasFocus, setFocus] = useState(false)
  const wantedRef = useRef<PhotoId | null>(null)
  const active = useMemo(() => indexOfPlace(place, photoIds), [place, photoIds])
  const goToPlace = (index: number) => setPlace({ photoId: photoIds[index] ?? null, index })
  useEffect(() => {
    const isLost = hasFocus && (document.activeElement === null || document.activeElement === document.body)
    const wanted = wantedRef.current ?? (isLost ? photoIds[active] : undefined)
    if (wanted === undefined) return
    const tile = scroller.current?.querySelector<HTMLElement>(`[data-photo="${wanted}"]`)
    if (tile === null || tile === undefined) return
    wantedRef.current = null
    tile.focus({ preventScroll: true })
  })
  return {
    active,
    hasFocus,
    goTo: (index) => {
      wantedRef.current = photoIds[index] ?? null
      goToPlace(index)
    },
    onFocus: ({ target }) => {
      wantedRef.current = null
      const index = indexOf(target)
      if (index !== null) goToPlace(index)
      setFocus(true)
    },
    onBlur: ({ currentTarget, relatedTarget }) => {
      const stays = currentTarget.contains(relatedTarget)
      if (!stays) wantedRef.current = null
      setFocus(stays)
    },
  }
}
