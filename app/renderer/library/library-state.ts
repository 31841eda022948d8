import { create } from 'zustand'
import type { PhotoId } from '../../../core/api.ts'

interface LibraryState {
  readonly selection: ReadonlySet<PhotoId>
  /** Covers of the stacks that are spread out. */
  readonly open: ReadonlySet<PhotoId>
  readonly isGrouping: boolean
  /** px */
  readonly rowHeight: number
  readonly isSideBarOpen: boolean
  /** Index of the first photo in view. */
  readonly first: number
  readonly select: (selection: ReadonlySet<PhotoId>) => void
  readonly toggleStack: (cover: PhotoId) => void
  readonly setGrouping: (isGrouping: boolean) => void
  readonly setRowHeight: (rowHeight: number) => void
  readonly setSideBar: (isSideBarOpen: boolean) => void
  readonly setFirst: (first: number) => void
}

export const ROW_HEIGHTS = [100, 140, 200, 280, 400] as const
const WIDE = 1000

/** What a person has set and picked in the library; it stays while they look elsewhere. */
export const useLibraryState = create<LibraryState>((set) => ({
  selection: new Set(),
  open: new Set(),
  isGrouping: true,
  rowHeight: 200,
  isSideBarOpen: window.innerWidth >= WIDE,
  first: 0,
  select: (selection) => set({ selection }),
  toggleStack: (cover) =>
    set(({ open }) => {
      const next = new Set(open)
      if (!next.delete(cover)) next.add(cover)
      return { open: next }
    }),
  setGrouping: (isGrouping) => set({ isGrouping }),
  setRowHeight: (rowHeight) => set({ rowHeight }),
  setSideBar: (isSideBarOpen) => set({ isSideBarOpen }),
  setFirst: (first) => set({ first }),
}))
