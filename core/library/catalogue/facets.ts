import { dirname } from 'node:path'
import type { Facets } from '../../api/browse.ts'
import type { Catalogue } from './catalogue.ts'
import { corruptCatalogue } from './failure.ts'
import { listFolders, prefixRange } from './folders.ts'
import { integer, text, textOrNull } from './rows.ts'

/** What one can filter by that is written in the catalogue itself. */
export type CatalogueFacets = Pick<Facets, 'photos' | 'undated' | 'folders' | 'cameras' | 'months'>

/** Cameras by falling count, then name; months newest first; folders by path. */
export function readFacets(catalogue: Catalogue): CatalogueFacets {
  const { database } = catalogue
  let photos = 0
  let undated = 0
  const months: { readonly month: string; readonly photos: number }[] = []
  for (const row of database.iterate(
    `SELECT substr(taken_local, 1, 7) AS month, count(*) AS n FROM photos WHERE orphaned IS NULL
     GROUP BY month ORDER BY month DESC`,
  )) {
    const month = textOrNull(row, 'month')
    const n = integer(row, 'n')
    photos += n
    if (month === null) undated += n
    else months.push({ month, photos: n })
  }
  const cameras = database
    .all(
      `SELECT camera, count(*) AS n FROM photos WHERE orphaned IS NULL AND camera IS NOT NULL
       GROUP BY camera ORDER BY n DESC, camera`,
    )
    .map((row) => ({ camera: text(row, 'camera'), photos: integer(row, 'n') }))
  return { photos, undated, folders: readFolderFacets(catalogue), cameras, months }
}

/**
 * Every folder from the outermost remembered one down to the photos, with the photos in it and below it. A photo with
 * several files in one folder counts once there, as it does when one filters by it.
 */
function readFolderFacets(catalogue: Catalogue): Facets['folders'] {
  const tree = new FolderTree(listFolders(catalogue).map(({ path }) => path))
  // Photos shown by one file, the most, need only be counted in the file's own folder; a row a folder of photos would
  // need a table of folders.
  const sql = `SELECT json_group_array(path) AS paths FROM files WHERE photo IS NOT NULL GROUP BY photo`
  const counts = new Map<string, number>()
  const count = (folder: string) => counts.set(folder, (counts.get(folder) ?? 0) + 1)
  for (const row of catalogue.database.iterate(sql)) {
    const paths = strings(catalogue, text(row, 'paths'))
    if (paths.length === 1) for (const folder of tree.above(dirname(paths[0]!))) count(folder)
    else for (const folder of new Set(paths.flatMap((path) => tree.above(dirname(path))))) count(folder)
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, photos]) => ({ path, photos }))
}

/** Knows which folders lie between a remembered folder and a folder of photos. */
class FolderTree {
  readonly #roots: ReadonlySet<string>
  readonly #above = new Map<string, readonly string[]>()

  constructor(roots: readonly string[]) {
    const stems = new Map(roots.map((root) => [root, prefixRange(root)[0]]))
    // A remembered folder in another one is a level of that.
    this.#roots = new Set(
      roots.filter((root) => ![...stems].some(([other, stem]) => other !== root && root.startsWith(stem))),
    )
  }

  /** The folder itself and those above it, up to the outermost remembered one. */
  above(folder: string): readonly string[] {
    let found = this.#above.get(folder)
    if (found === undefined) {
      const parent = dirname(folder)
      found = this.#roots.has(folder) || parent === folder ? [folder] : [folder, ...this.above(parent)]
      this.#above.set(folder, found)
    }
    return found
  }
}

function strings(catalogue: Catalogue, json: string): readonly string[] {
  const value: unknown = JSON.parse(json)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw corruptCatalogue(catalogue.database.path, 'a path of a file is no text')
}
