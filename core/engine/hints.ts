import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { countLibrary } from '../library/catalogue/counts.ts'
import type { Encoder } from '../types.ts'

/** What a person should know of an answer, in plain words: what it could not take into account. */
export function searchHints(catalogue: Catalogue, encoder: Encoder, ntotal: number): readonly string[] {
  const { photos } = countLibrary(catalogue)
  const missing = photos - ntotal
  if (missing <= 0) return []
  const [are, them] = missing === 1 ? ['photo is', 'it'] : ['photos are', 'them']
  return [`${missing} ${are} not encoded by ${encoder.id} yet, so a search can't find ${them}: run resight rescan.`]
}
