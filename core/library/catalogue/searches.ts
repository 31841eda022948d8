import type { Query } from '../../api.ts'
import type { RememberedSearch } from '../../api/browse.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { checkName } from './names.ts'
import { integer, text, textOrNull } from './rows.ts'
import type { Row } from './rows.ts'

const HISTORY_LENGTH = 200
/** Ten thousand photos to leave out take 110 kB. */
const MAX_QUERY_BYTES = 1 << 20

/** Last used first. */
export function listSearches(catalogue: Catalogue): readonly RememberedSearch[] {
  return catalogue.database.all('SELECT * FROM searches ORDER BY turn DESC').map((row) => searchOf(catalogue, row))
}

/**
 * Records a query in the history, which keeps the last 200, or saves it under a name.
 * @param query checked by the caller @param at ISO 8601
 * @throws ResightError `invalid-argument` for a name that is empty, too long, or that of another search
 */
export function rememberSearch(catalogue: Catalogue, query: Query, name: string | null, at: string): RememberedSearch {
  const stored = JSON.stringify(sortedKeys(query))
  if (stored.length > MAX_QUERY_BYTES) {
    throw invalidArgument('query', `a query of at most ${MAX_QUERY_BYTES} characters as JSON`, stored.length)
  }
  return name === null ? recordHistory(catalogue, stored, at) : saveSearch(catalogue, stored, name, at)
}

/** @throws ResightError `not-found` */
export function forgetSearch(catalogue: Catalogue, searchId: number): void {
  if (!Number.isSafeInteger(searchId)) throw invalidArgument('searchId', 'the id of a search', searchId)
  if (catalogue.database.run('DELETE FROM searches WHERE id = ?', searchId).changes > 0) return
  throw new ResightError('not-found', `There is no remembered search ${searchId}`, {
    remedy: 'It may have been forgotten already.',
  })
}

/** Forgets every search without a name. */
export function clearHistory(catalogue: Catalogue): void {
  catalogue.database.run('DELETE FROM searches WHERE name IS NULL')
}

function recordHistory(catalogue: Catalogue, query: string, at: string): RememberedSearch {
  const { database } = catalogue
  return database.transaction(() => {
    const row = database.get(
      `INSERT INTO searches (query, at, turn) VALUES (?, ?, (SELECT coalesce(max(turn), 0) + 1 FROM searches))
       ON CONFLICT (query) WHERE name IS NULL DO UPDATE SET at = excluded.at, turn = excluded.turn RETURNING *`,
      query,
      at,
    )
    database.run(
      `DELETE FROM searches WHERE name IS NULL AND id NOT IN
         (SELECT id FROM searches WHERE name IS NULL ORDER BY turn DESC LIMIT ${HISTORY_LENGTH})`,
    )
    return searchOf(catalogue, row ?? {})
  })
}

function saveSearch(catalogue: Catalogue, query: string, name: string, at: string): RememberedSearch {
  const { database } = catalogue
  const given = checkName('the name of a search', name)
  return database.transaction(() => {
    const taken = database.get('SELECT name, query FROM searches WHERE folded = ?', given.folded)
    if (taken !== undefined && text(taken, 'query') !== query) {
      throw new ResightError('invalid-argument', `Another search is saved as ${text(taken, 'name')} already`, {
        remedy: 'Choose another name, or forget that search first.',
      })
    }
    const row = database.get(
      `INSERT INTO searches (name, folded, query, at, turn)
       VALUES (?, ?, ?, ?, (SELECT coalesce(max(turn), 0) + 1 FROM searches))
       ON CONFLICT (folded) DO UPDATE SET name = excluded.name, at = excluded.at, turn = excluded.turn RETURNING *`,
      given.name,
      given.folded,
      query,
      at,
    )
    return searchOf(catalogue, row ?? {})
  })
}

function searchOf(catalogue: Catalogue, row: Row): RememberedSearch {
  return {
    searchId: integer(row, 'id'),
    name: textOrNull(row, 'name'),
    query: parseQuery(catalogue, text(row, 'query')),
    at: text(row, 'at'),
  }
}

/** What lies in a catalogue may come from elsewhere; every use of a query checks it anew, so that its outline is enough. */
function parseQuery(catalogue: Catalogue, json: string): Query {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && 'parts' in value && Array.isArray(value.parts))
      return value as Query
  } catch {
    // Said below.
  }
  throw corruptCatalogue(catalogue.database.path, 'a remembered search is no query')
}

/** The same query gives the same text, in whatever order its fields were written. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sortedKeys(field)]),
  )
}
