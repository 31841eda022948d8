import type { EncodedPart } from './encode.ts'
import type { Marked, MarkedPhotos } from './marked.ts'
import { weightedDirection } from './vectors.ts'

/** A query brought down to at most two positive directions. */
export interface Directions {
  /** [d], L2-normalised; null: no positive photo that counts */
  readonly photo: Float32Array | null
  /** [d], L2-normalised; null: no positive words that count */
  readonly words: Float32Array | null
  /** Share of the words, in [0, 1]; 1 without photos, 0 without words. Meaningless when both are null. */
  readonly balance: number
  readonly negatives: readonly EncodedPart[]
  /** Relevance feedback; null: none. */
  readonly like: MarkedPhotos | null
  readonly unlike: MarkedPhotos | null
}

const UNMARKED: Marked = { like: null, unlike: null, missing: [] }

/**
 * Combines the positive parts within each kind: `L2(Σ w·vector)` over the photos, and likewise over the words.
 *
 * The kinds are then weighed against each other by `balance`, shifted by the mean weight of each kind:
 * `b' = b·w̄_words / (b·w̄_words + (1 − b)·w̄_photos)`. So the slider means the same for one photo as for three, and
 * yet a weight is never without effect (the weight of the only words would be, if only the direction counted).
 * At the ends of the slider the other kind drops out, and the query is plain cosine for every method.
 */
export function directions(parts: readonly EncodedPart[], balance: number, marked: Marked = UNMARKED): Directions {
  const positive = parts.filter((part) => !part.negative)
  const photos = positive.filter((part) => part.part.kind !== 'words')
  const words = positive.filter((part) => part.part.kind === 'words')
  const share = wordsShare(photos, words, balance)
  return {
    photo: share < 1 ? direction(photos) : null,
    words: share > 0 ? direction(words) : null,
    balance: share,
    negatives: parts.filter((part) => part.negative),
    like: marked.like,
    unlike: marked.unlike,
  }
}

function wordsShare(photos: readonly EncodedPart[], words: readonly EncodedPart[], balance: number): number {
  if (photos.length === 0) return 1
  if (words.length === 0) return 0
  const weighted = balance * meanWeight(words)
  return weighted / (weighted + (1 - balance) * meanWeight(photos))
}

function direction(parts: readonly EncodedPart[]): Float32Array | null {
  if (parts.length <= 1) return parts[0]?.vector ?? null
  return weightedDirection(
    parts.map((part) => part.vector),
    parts.map((part) => part.weight),
  )
}

function meanWeight(parts: readonly EncodedPart[]): number {
  return parts.reduce((total, part) => total + part.weight, 0) / parts.length
}
