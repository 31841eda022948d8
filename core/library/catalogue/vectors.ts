import type { Matrix, TokenSet } from '../../types.ts'
import { ResightError } from '../../types.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { blob, integer, photoIdOf } from './rows.ts'
import { MAX_DIMENSIONS } from './schema.ts'
import { type StoredSpace, requireSpace } from './spaces.ts'

/** Every visible vector of a space at one moment. */
export interface SpaceVectors {
  /** @see StoredSpace.generation */
  readonly generation: number
  /** [n] photo ids; row i of `vectors` is photo `ids[i]`'s */
  readonly ids: Int32Array
  /** [n × d] */
  readonly vectors: Matrix
}

/**
 * Reads a whole space for an index. A stored vector is d little-endian float32 (as is every machine that the runtime
 * supports). @throws ResightError `not-found`; `corrupt` for a vector of another length
 */
export function readSpaceVectors(catalogue: Catalogue, spaceId: string): SpaceVectors {
  const { database } = catalogue
  database.exec('BEGIN')
  try {
    const space = checkedSpace(catalogue, spaceId)
    const { rowId, d, generation } = space
    const n = countVectors(catalogue, spaceId)
    if (n * d * 4 > databaseBytes(catalogue))
      throw corruptCatalogue(database.path, 'it claims more vectors than it holds')
    const ids = new Int32Array(n)
    const data = new Float32Array(n * d)
    const bytes = new Uint8Array(data.buffer)
    let row = 0
    // NOT INDEXED: in the order of the file; by the index it would be a seek a row.
    const sql = `SELECT photo, vector FROM vectors NOT INDEXED
                 WHERE space = ? AND photo NOT IN (SELECT id FROM photos WHERE orphaned IS NOT NULL)`
    for (const stored of database.iterate(sql, rowId)) {
      if (row === n) throw corruptCatalogue(database.path, 'its index of vectors does not fit them')
      ids[row] = photoIdOf(stored, 'photo')
      bytes.set(blob(stored, 'vector', d * 4), row * d * 4)
      row += 1
    }
    if (row !== n) throw corruptCatalogue(database.path, 'its index of vectors does not fit them')
    if (!allFinite(data)) throw corruptCatalogue(database.path, 'a vector holds something that is not a number')
    return { generation, ids, vectors: { n, d, data } }
  } finally {
    database.exec('COMMIT')
  }
}

/** @returns [ids.length × d] @throws ResightError `not-found` for a photo without a vector in this space */
export function readVectors(catalogue: Catalogue, spaceId: string, photoIds: readonly number[]): Matrix {
  const { rowId, d } = checkedSpace(catalogue, spaceId)
  const data = new Float32Array(photoIds.length * d)
  const bytes = new Uint8Array(data.buffer)
  photoIds.forEach((photoId, i) => {
    const row = catalogue.database.get('SELECT vector FROM vectors WHERE photo = ? AND space = ?', photoId, rowId)
    if (row === undefined) throw new ResightError('not-found', `Photo ${photoId} has no vector in the space ${spaceId}`)
    bytes.set(blob(row, 'vector', d * 4), i * d * 4)
  })
  return { n: photoIds.length, d, data }
}

/** Photos with a vector in this space, visible or not; ascending. */
export function listEncodedPhotos(catalogue: Catalogue, spaceId: string): ReadonlySet<number> {
  const { rowId } = requireSpace(catalogue, spaceId)
  const ids = new Set<number>()
  const sql = 'SELECT photo FROM vectors WHERE space = ? ORDER BY photo'
  for (const row of catalogue.database.iterate(sql, rowId)) ids.add(photoIdOf(row, 'photo'))
  return ids
}

/** How many visible photos have a vector in this space. */
export function countVectors(catalogue: Catalogue, spaceId: string): number {
  const { rowId } = requireSpace(catalogue, spaceId)
  const sql = `SELECT count(*) AS n FROM vectors
               WHERE space = ? AND photo NOT IN (SELECT id FROM photos WHERE orphaned IS NOT NULL)`
  return integer(catalogue.database.get(sql, rowId) ?? {}, 'n')
}

export function hasVector(catalogue: Catalogue, space: StoredSpace, photoId: number): boolean {
  const sql = 'SELECT 1 FROM vectors WHERE photo = ? AND space = ?'
  return catalogue.database.get(sql, photoId, space.rowId) !== undefined
}

/** Records a photo as encoded; replaces what it had in this space. @param vector [d] @param tokens null: none */
export function recordVector(
  catalogue: Catalogue,
  space: StoredSpace,
  photoId: number,
  vector: Float32Array,
  tokens: TokenSet | null,
): void {
  const { database } = catalogue
  database.run(
    'INSERT INTO vectors (photo, space, vector) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector',
    photoId,
    space.rowId,
    vector,
  )
  if (tokens === null) {
    database.run('DELETE FROM tokens WHERE photo = ? AND space = ?', photoId, space.rowId)
    return
  }
  database.run(
    `INSERT INTO tokens (photo, space, tokens, scales) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET tokens = excluded.tokens, scales = excluded.scales`,
    photoId,
    space.rowId,
    tokens.data,
    tokens.scales,
  )
}

function checkedSpace(catalogue: Catalogue, spaceId: string): StoredSpace {
  const space = requireSpace(catalogue, spaceId)
  if (space.d >= 1 && space.d <= MAX_DIMENSIONS) return space
  throw corruptCatalogue(catalogue.database.path, `space ${spaceId} claims ${space.d} components`)
}

/** Bounds what a row count may make us allocate. */
function databaseBytes(catalogue: Catalogue): number {
  const { database } = catalogue
  const pages = integer(database.get('PRAGMA page_count') ?? {}, 'page_count')
  return pages * integer(database.get('PRAGMA page_size') ?? {}, 'page_size')
}

function allFinite(values: Float32Array): boolean {
  // x · 0 is 0 for a finite x, else NaN: one pass without a branch.
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * 0
  return sum === 0
}
