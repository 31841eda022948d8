import { create } from 'zustand'

const STORED = 'resight.reviewer'

interface ReviewerState {
  /** As it goes into the log of every decision; '' while it was not asked for. */
  readonly name: string
  /** Whether the dialog asks for it. */
  readonly isAsking: boolean
  /** @returns the name at once where it is known, else once it was typed; null: not given */
  readonly ask: () => Promise<string | null>
  /** Asks for another one. */
  readonly change: () => void
  /** What the dialog answers. */
  readonly answer: (name: string | null) => void
}

let waiting: ((name: string | null) => void)[] = []

/** Who decides at this window. Asked once, before the first decision, by `ReviewerDialog`. */
export const useReviewer = create<ReviewerState>((set, get) => ({
  name: localStorage.getItem(STORED) ?? '',
  isAsking: false,
  ask: () => {
    const { name } = get()
    if (name !== '') return Promise.resolve(name)
    set({ isAsking: true })
    return new Promise((resolve) => waiting.push(resolve))
  },
  change: () => set({ isAsking: true }),
  answer: (given) => {
    if (given !== null) localStorage.setItem(STORED, given)
    set(given === null ? { isAsking: false } : { isAsking: false, name: given })
    const asked = waiting
    waiting = []
    for (const resolve of asked) resolve(given)
  },
}))
