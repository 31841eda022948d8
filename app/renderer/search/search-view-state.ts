import { create } from 'zustand'
import type { PhotoId, RerankerName } from '../../../core/api.ts'

interface SearchViewState {
  /** Selected results, in the order of selecting. */
  readonly selected: readonly PhotoId[]
  readonly grouped: boolean
  /** The best results of the stacks that are open. */
  readonly open: ReadonlySet<PhotoId>
  readonly comparing: boolean
  /** The reranker that the switch turns on. */
  readonly reranker: Exclude<RerankerName, 'none'>
  readonly toggleSelected: (photoId: PhotoId) => void
  readonly clearSelection: () => void
  readonly setGrouped: (grouped: boolean) => void
  readonly toggleOpen: (photoId: PhotoId) => void
  readonly setComparing: (comparing: boolean) => void
  readonly setReranker: (reranker: Exclude<RerankerName, 'none'>) => void
}

/** How results are looked at, which is no part of the query. */
export const useSearchView = create<SearchViewState>((set) => ({
  selected: [],
  grouped: true,
  open: new Set(),
  comparing: false,
  reranker: 'tokens',
  toggleSelected: (photoId) =>
    set(({ selected }) => ({
      selected: selected.includes(photoId) ? selected.filter((other) => other !== photoId) : [...selected, photoId],
    })),
  clearSelection: () => set({ selected: [], comparing: false }),
  setGrouped: (grouped) => set({ grouped }),
  toggleOpen: (photoId) =>
    set(({ open }) => ({
      open: open.has(photoId) ? new Set([...open].filter((id) => id !== photoId)) : new Set([...open, photoId]),
    })),
  setComparing: (comparing) => set({ comparing }),
  setReranker: (reranker) => set({ reranker }),
}))
