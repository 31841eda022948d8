import type {
  CompositionMethod,
  Feedback,
  Filter,
  PhotoId,
  Query,
  QueryPart,
  RegionValue,
  RerankerName,
} from '../../../core/api.ts'

/** One part of the query being built; `chipId` stays the same while the part is changed. */
export interface Chip {
  readonly chipId: number
  readonly part: QueryPart
}

/** A query being built: what a person put together so far, complete or not. */
export interface QueryDraft {
  readonly parts: readonly Chip[]
  /** 0: photos only … 1: words only */
  readonly balance: number
  /** null: the engine's own choice */
  readonly method: CompositionMethod | null
  readonly rerank: RerankerName
  readonly filter: Filter
  readonly feedback: Feedback
  readonly k: number
}

export const FIRST_K = 60
export const MOST_K = 10_000
export const MIN_WEIGHT = 0.1
export const MAX_WEIGHT = 3
/** The engine's own limits: a query beyond them is refused. */
export const MOST_PARTS = 64
const MOST_MARKED = 200
const MOST_CHARACTERS = 4000

export const EMPTY_DRAFT: QueryDraft = {
  parts: [],
  balance: 0.5,
  method: null,
  rerank: 'none',
  filter: {},
  feedback: { like: [], unlike: [] },
  k: FIRST_K,
}

/** Words as typed: a leading `-` (or a typographic minus) makes them what to avoid. @returns null for none */
export function partOfTyping(typed: string): QueryPart | null {
  const text = typed.trim()
  const minus = /^[-−–]\s*/.exec(text)
  const words = text.slice(minus?.[0].length ?? 0).slice(0, MOST_CHARACTERS)
  if (words === '') return null
  return minus === null ? { kind: 'words', words } : { kind: 'words', words, negative: true }
}

/** @returns null where nothing is asked yet: no part and no photo marked */
export function toQuery(draft: QueryDraft): Query | null {
  const { parts, balance, method, rerank, filter, feedback, k } = draft
  const isMarked = feedback.like.length + feedback.unlike.length > 0
  if (parts.length === 0 && !isMarked) return null
  return {
    parts: parts.map((chip) => chip.part),
    ...(hasBothKinds(draft) && balance !== EMPTY_DRAFT.balance ? { balance } : {}),
    ...(method === null ? {} : { method }),
    ...(rerank === 'none' || (rerank === 'local' && !hasPicture(draft)) ? {} : { rerank }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
    ...(isMarked ? { feedback } : {}),
    k,
  }
}

/** @param firstChipId the chips are numbered from here on */
export function draftOf(query: Query, firstChipId: number): QueryDraft {
  return {
    parts: query.parts.map((part, i) => ({ chipId: firstChipId + i, part })),
    balance: query.balance ?? EMPTY_DRAFT.balance,
    method: query.method ?? null,
    rerank: query.rerank ?? 'none',
    filter: query.filter ?? {},
    feedback: query.feedback ?? EMPTY_DRAFT.feedback,
    k: query.k ?? FIRST_K,
  }
}

/** Whether words and photos both say what is wanted: only then is there a balance between them. */
export function hasBothKinds({ parts, feedback }: QueryDraft): boolean {
  const wanted = parts.filter(({ part }) => part.negative !== true)
  const words = wanted.some(({ part }) => part.kind === 'words')
  return words && (wanted.some(({ part }) => part.kind !== 'words') || feedback.like.length > 0)
}

/** Whether a picture says what is wanted: only a picture has points to match. */
export function hasPicture({ parts }: Pick<QueryDraft, 'parts'>): boolean {
  return parts.some(({ part }) => part.kind !== 'words' && part.negative !== true)
}

/** What a change asks of a filter: undefined takes a condition away. */
export type FilterChange = { readonly [K in keyof Filter]?: Filter[K] | undefined }

export function changedFilter(filter: Filter, change: FilterChange): Filter {
  return Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined))
}

/** Marks a photo, or takes the mark away where it has that mark already. */
export function marked(feedback: Feedback, as: keyof Feedback, photoId: PhotoId): Feedback {
  const { like, unlike } = unmarked(feedback, photoId)
  if (feedback[as].includes(photoId)) return { like, unlike }
  const add = (photos: readonly PhotoId[]) => [...photos, photoId].slice(-MOST_MARKED)
  return as === 'like' ? { like: add(like), unlike } : { like, unlike: add(unlike) }
}

export function unmarked({ like, unlike }: Feedback, photoId: PhotoId): Feedback {
  const without = (photos: readonly PhotoId[]) => photos.filter((other) => other !== photoId)
  return { like: without(like), unlike: without(unlike) }
}

export function withNegative(part: QueryPart): QueryPart {
  const { negative, ...positive } = part
  return negative === true ? positive : { ...part, negative: true }
}

/** @param weight any number: kept within what the interface offers, to one decimal */
export function withWeight(part: QueryPart, weight: number): QueryPart {
  const { weight: _, ...plain } = part
  const rounded = Math.round(Math.min(MAX_WEIGHT, Math.max(MIN_WEIGHT, weight)) * 10) / 10
  return rounded === 1 || !Number.isFinite(rounded) ? plain : { ...plain, weight: rounded }
}

/** @param region null: the whole photo */
export function withRegion(part: QueryPart, region: RegionValue | null): QueryPart {
  if (part.kind === 'words') return part
  const { region: _, ...whole } = part
  return region === null ? whole : { ...whole, region }
}
