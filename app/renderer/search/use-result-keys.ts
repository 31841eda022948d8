import type { Virtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, RefObject } from 'react'
import { useQueryState } from '../query/query-state.ts'
import { goTo } from '../shell/hash-location.ts'
import type { ShownResult } from './group-stacks.ts'
import { useSearchView } from './search-view-state.ts'

interface Grid {
  readonly shown: readonly ShownResult[]
  readonly columns: number
  readonly current: number
  readonly setFocused: (index: number) => void
  readonly rows: Virtualizer<HTMLDivElement, Element>
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The keys of the results: going from one to the next, and what can be done with the one that has the focus. */
export function useResultKeys({ shown, columns, current, setFocused, rows, scroller }: Grid) {
  const go = (index: number) => {
    const next = Math.min(shown.length - 1, Math.max(0, index))
    setFocused(next)
    rows.scrollToIndex(Math.floor(next / columns), { align: 'auto' })
  }
  return (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const photoId = shown[current]?.result.photoId
    const onPhoto = event.target instanceof HTMLElement && event.target.dataset.rank !== undefined
    if (photoId === undefined || !onPhoto) return
    const { like, unlike, startWith } = useQueryState.getState()
    const { toggleSelected, selected, setComparing } = useSearchView.getState()
    const page =
      columns * Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (rows.options.estimateSize(0) || 1)))
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => go(current - 1),
      ArrowRight: () => go(current + 1),
      ArrowUp: () => go(current - columns),
      ArrowDown: () => go(current + columns),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      PageUp: () => go(current - page),
      PageDown: () => go(current + page),
      ' ': () => toggleSelected(photoId),
      m: () => like(photoId),
      l: () => unlike(photoId),
      s: () => {
        startWith({ kind: 'photo', photoId })
        goTo('/search')
        // The results go; the part that asks for the new ones stays.
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-chip]')?.focus())
      },
      c: () => selected.length >= 2 && setComparing(true),
      i: () => document.querySelector<HTMLElement>(`[data-why="${photoId}"]`)?.focus(),
    }
    const chosen = act[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (chosen === undefined) return
    event.preventDefault()
    chosen()
  }
}
