import type { Catalogue } from './catalogue.ts'
import { integer } from './rows.ts'

/** What is being browsed; `albums` are the albums and what is in them. */
export type Browsed = 'photos' | 'albums'

/** Grows whenever photos and files, or albums, change, whichever process changes them. One row is read. */
export function readGeneration(catalogue: Catalogue, of: Browsed): number {
  return integer(catalogue.database.get('SELECT value FROM counters WHERE name = ?', of) ?? {}, 'value')
}
