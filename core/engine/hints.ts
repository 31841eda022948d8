import type { Query } from '../api.ts'
import { queryHint } from '../encoders/resight-mini-hint.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { countLibrary } from '../library/catalogue/counts.ts'
import type { Encoder } from '../types.ts'

/** What a person should know of an answer, in plain words: what it could not take into account. */
export function searchHints(query: Query, catalogue: Catalogue, encoder: Encoder, ntotal: number): readonly string[] {
  return [...languageHints(query, encoder), ...missingHints(catalogue, encoder, ntotal)]
}

/** The built-in encoder reads English only; the others say nothing of what they can't read. */
function languageHints(query: Query, encoder: Encoder): readonly string[] {
  if (encoder.id !== 'resight-mini') return []
  return query.parts.flatMap((part) => (part.kind === 'words' ? (queryHint(part.words) ?? []) : []))
}

function missingHints(catalogue: Catalogue, encoder: Encoder, ntotal: number): readonly string[] {
  const { photos } = countLibrary(catalogue)
  if (photos === 0) return ['The library holds no photos yet. Add a folder first.']
  const missing = photos - ntotal
  if (missing <= 0) return []
  const [are, them] = missing === 1 ? ['photo is', 'it'] : ['photos are', 'them']
  return [`${missing} ${are} not encoded by ${encoder.id} yet, so a search can't find ${them}: run resight rescan.`]
}
