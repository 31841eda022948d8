import type { Catalogue } from './catalogue.ts'
import { photoIdOf } from './rows.ts'
import { requireSpace } from './spaces.ts'

/** Photos whose vectors an index of this space should hold; without reading the vectors. */
export function listVectorIds(catalogue: Catalogue, spaceId: string): ReadonlySet<number> {
  const { rowId } = requireSpace(catalogue, spaceId)
  const ids = new Set<number>()
  const sql = `SELECT photo FROM vectors
               WHERE space = ? AND photo NOT IN (SELECT id FROM photos WHERE orphaned IS NOT NULL)`
  for (const row of catalogue.database.iterate(sql, rowId)) ids.add(photoIdOf(row, 'photo'))
  return ids
}
