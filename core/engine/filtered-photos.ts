import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { photosMatching, type PhotoConditions } from '../library/catalogue/filter.ts'
import { readGeneration } from '../library/catalogue/generation.ts'

/** Filters remembered: the one in use, and some that a person goes back to. */
const KEPT = 8

interface Remembered {
  readonly generation: string
  /** By the filter, least recently used first. */
  readonly sets: Map<string, ReadonlySet<number>>
}

const remembered = new WeakMap<Catalogue, Remembered>()

/**
 * As `photosMatching`, whose answer for a large library takes longer than the search it serves: remembered until photos
 * or albums change, whichever process changes them.
 */
export function filteredPhotos(catalogue: Catalogue, filter: PhotoConditions): ReadonlySet<number> {
  const generation = `${readGeneration(catalogue, 'photos')} ${readGeneration(catalogue, 'albums')}`
  let known = remembered.get(catalogue)
  if (known?.generation !== generation) remembered.set(catalogue, (known = { generation, sets: new Map() }))
  const key = JSON.stringify(filter)
  const ids = known.sets.get(key) ?? photosMatching(catalogue, filter)
  known.sets.delete(key)
  known.sets.set(key, ids)
  for (const oldest of known.sets.keys()) {
    if (known.sets.size <= KEPT) break
    known.sets.delete(oldest)
  }
  return ids
}
