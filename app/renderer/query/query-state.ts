import { create } from 'zustand'
import type {
  CompositionMethod,
  Feedback,
  PhotoId,
  Query,
  QueryPart,
  RegionValue,
  RerankerName,
} from '../../../core/api.ts'
import {
  EMPTY_DRAFT,
  MOST_K,
  MOST_PARTS,
  type FilterChange,
  type QueryDraft,
  changedFilter,
  draftOf,
  marked,
  partOfTyping,
  unmarked,
  withNegative,
  withRegion,
  withWeight,
} from './query-draft.ts'

export { toQuery } from './query-draft.ts'

export interface QueryState extends QueryDraft {
  /** A leading `-` makes them negative; blank words are no part. */
  readonly addWords: (typed: string) => void
  readonly addPhoto: (photoId: PhotoId, region?: RegionValue) => void
  readonly addUpload: (uploadId: string, region?: RegionValue) => void
  /** Forgets the query and begins a new one with this part; filters stay. */
  readonly startWith: (part: QueryPart) => void
  readonly toggleNegative: (chipId: number) => void
  readonly setWeight: (chipId: number, weight: number) => void
  /** null: the whole photo */
  readonly setRegion: (chipId: number, region: RegionValue | null) => void
  readonly remove: (chipId: number) => void
  readonly setBalance: (balance: number) => void
  readonly setMethod: (method: CompositionMethod | null) => void
  readonly setRerank: (rerank: RerankerName) => void
  /** Changes the conditions named; undefined takes one away. */
  readonly setFilter: (change: FilterChange) => void
  readonly clearFilter: () => void
  /** Marking a photo the same way twice takes the mark away. */
  readonly like: (photoId: PhotoId) => void
  readonly unlike: (photoId: PhotoId) => void
  readonly unmark: (photoId: PhotoId) => void
  readonly clearFeedback: () => void
  readonly showMore: () => void
  readonly clear: () => void
  readonly load: (query: Query) => void
}

let nextChipId = 1

/** The query being built, on every screen. */
export const useQueryState = create<QueryState>((set) => {
  const add = (part: QueryPart) =>
    set(({ parts }) => ({ parts: [...parts, { chipId: nextChipId++, part }].slice(-MOST_PARTS), k: EMPTY_DRAFT.k }))
  const change = (chipId: number, next: (part: QueryPart) => QueryPart) =>
    set(({ parts }) => ({
      parts: parts.map((chip) => (chip.chipId === chipId ? { chipId, part: next(chip.part) } : chip)),
    }))
  const mark = (next: (feedback: Feedback) => Feedback) => set(({ feedback }) => ({ feedback: next(feedback) }))
  return {
    ...EMPTY_DRAFT,
    addWords: (typed) => {
      const part = partOfTyping(typed)
      if (part !== null) add(part)
    },
    addPhoto: (photoId, region) => add(withRegion({ kind: 'photo', photoId }, region ?? null)),
    addUpload: (uploadId, region) => add(withRegion({ kind: 'upload', uploadId }, region ?? null)),
    startWith: (part) => set(({ filter }) => ({ ...EMPTY_DRAFT, filter, parts: [{ chipId: nextChipId++, part }] })),
    toggleNegative: (chipId) => change(chipId, withNegative),
    setWeight: (chipId, weight) => change(chipId, (part) => withWeight(part, weight)),
    setRegion: (chipId, region) => change(chipId, (part) => withRegion(part, region)),
    remove: (chipId) => set(({ parts }) => ({ parts: parts.filter((chip) => chip.chipId !== chipId) })),
    setBalance: (balance) => set({ balance: Math.min(1, Math.max(0, balance)) }),
    setMethod: (method) => set({ method }),
    setRerank: (rerank) => set({ rerank }),
    setFilter: (changes) => set(({ filter }) => ({ filter: changedFilter(filter, changes), k: EMPTY_DRAFT.k })),
    clearFilter: () => set({ filter: {} }),
    like: (photoId) => mark((feedback) => marked(feedback, 'like', photoId)),
    unlike: (photoId) => mark((feedback) => marked(feedback, 'unlike', photoId)),
    unmark: (photoId) => mark((feedback) => unmarked(feedback, photoId)),
    clearFeedback: () => set({ feedback: EMPTY_DRAFT.feedback }),
    showMore: () => set(({ k }) => ({ k: Math.min(MOST_K, k * 2) })),
    clear: () => set(EMPTY_DRAFT),
    load: (query) =>
      set(() => {
        const draft = draftOf(query, nextChipId)
        nextChipId += draft.parts.length
        return draft
      }),
  }
})
