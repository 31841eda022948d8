import type { EmbeddingSpace } from '../../types.ts'
import { invalidArgument, ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import type { Row } from './rows.ts'
import { integer, text } from './rows.ts'
import { MAX_DIMENSIONS } from './schema.ts'

/** A space as the catalogue keeps it. */
export interface StoredSpace extends EmbeddingSpace {
  /** Row id, unlike `id`, which is its name everywhere else. */
  readonly rowId: number
  readonly active: boolean
  /** Differs whenever the visible vectors of the space differ; always growing. */
  readonly generation: number
}

/**
 * Finds a space or records it. The first space of a library becomes its active one.
 * @throws ResightError `corrupt` where the catalogue has it with another `d`
 */
export function ensureSpace(catalogue: Catalogue, space: EmbeddingSpace): StoredSpace {
  if (!Number.isInteger(space.d) || space.d < 1 || space.d > MAX_DIMENSIONS) {
    throw invalidArgument('space.d', `an integer from 1 to ${MAX_DIMENSIONS}`, space.d)
  }
  catalogue.database.run(
    `INSERT INTO spaces (name, model, dtype, preprocessing, runtime, d, active)
     VALUES (?, ?, ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM spaces WHERE active = 1)) ON CONFLICT (name) DO NOTHING`,
    space.id,
    space.model,
    space.dtype,
    space.preprocessing,
    space.runtime,
    space.d,
  )
  const stored = findSpace(catalogue, space.id)
  if (stored === null) throw new ResightError('internal', `The space ${space.id} was not recorded`)
  if (stored.d !== space.d) {
    throw corruptCatalogue(
      catalogue.database.path,
      `space ${space.id} has ${stored.d} components instead of ${space.d}`,
    )
  }
  return stored
}

export function findSpace(catalogue: Catalogue, spaceId: string): StoredSpace | null {
  const row = catalogue.database.get('SELECT * FROM spaces WHERE name = ?', spaceId)
  return row === undefined ? null : storedSpace(row)
}

/** In the order they were first used. */
export function listSpaces(catalogue: Catalogue): readonly StoredSpace[] {
  return catalogue.database.all('SELECT * FROM spaces ORDER BY id').map(storedSpace)
}

/** The space that answers queries; null for a library that has none yet. */
export function activeSpace(catalogue: Catalogue): StoredSpace | null {
  return listSpaces(catalogue).find((space) => space.active) ?? null
}

/** Makes a recorded space the one that answers. @throws ResightError `not-found` */
export function activateSpace(catalogue: Catalogue, spaceId: string): void {
  const { database } = catalogue
  database.transaction(() => {
    requireSpace(catalogue, spaceId)
    database.run('UPDATE spaces SET active = 0 WHERE active = 1')
    database.run('UPDATE spaces SET active = 1 WHERE name = ?', spaceId)
  })
}

/** Drops a space with all its vectors and tokens. @throws ResightError `not-found`; `invalid-argument` for the active one */
export function dropSpace(catalogue: Catalogue, spaceId: string): void {
  const { database } = catalogue
  database.transaction(() => {
    const space = requireSpace(catalogue, spaceId)
    if (space.active) throw new ResightError('invalid-argument', `The space ${spaceId} is in use and cannot be dropped`)
    database.run('DELETE FROM vectors WHERE space = ?', space.rowId)
    database.run('DELETE FROM spaces WHERE id = ?', space.rowId)
  })
  database.exec('PRAGMA incremental_vacuum')
}

/** @throws ResightError `not-found` */
export function requireSpace(catalogue: Catalogue, spaceId: string): StoredSpace {
  const space = findSpace(catalogue, spaceId)
  if (space !== null) return space
  const names = listSpaces(catalogue).map((known) => known.id)
  throw new ResightError('not-found', `The library has no embedding space ${spaceId}`, {
    remedy: names.length === 0 ? 'Add a folder first.' : `It has: ${names.join(', ')}.`,
  })
}

function storedSpace(row: Row): StoredSpace {
  return {
    rowId: integer(row, 'id'),
    id: text(row, 'name'),
    model: text(row, 'model'),
    dtype: text(row, 'dtype'),
    preprocessing: text(row, 'preprocessing'),
    runtime: text(row, 'runtime'),
    d: integer(row, 'd'),
    active: integer(row, 'active') === 1,
    generation: integer(row, 'generation'),
  }
}
