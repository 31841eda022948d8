import type { Catalogue } from './catalogue.ts'
import { integer, text } from './rows.ts'

/** How many findings are worth a person's time. */
const MAX_FINDINGS = 20

/**
 * Reads the whole catalogue and looks for damage: SQLite's own check of the file, references that lead nowhere, vectors
 * and tokens whose length does not fit their space. Takes seconds for a large library.
 * @returns one sentence a finding; empty when all is well
 */
export function checkCatalogue(catalogue: Catalogue): readonly string[] {
  const { database } = catalogue
  const damage = database
    .all(`PRAGMA quick_check(${MAX_FINDINGS})`)
    .map((row) => text(row, 'quick_check'))
    .filter((line) => line !== 'ok')
  const dangling = database.all('PRAGMA foreign_key_check').slice(0, MAX_FINDINGS)
  const misfits = database.get(
    `SELECT (SELECT count(*) FROM vectors JOIN spaces ON spaces.id = space WHERE length(vector) <> 4 * d)
          + (SELECT count(*) FROM tokens JOIN spaces ON spaces.id = space
             WHERE length(scales) = 0 OR length(tokens) * 4 <> length(scales) * d) AS n`,
  )
  const wrong = integer(misfits ?? {}, 'n')
  return [
    ...damage,
    ...dangling.map((row) => `A row of ${text(row, 'table')} refers to a row of ${text(row, 'parent')} that is gone.`),
    ...(wrong === 0 ? [] : [`${wrong} vectors or token sets do not fit their space.`]),
  ]
}
