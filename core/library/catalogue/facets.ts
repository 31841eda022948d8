import { dirname, sep } from 'node:path'
import type { Facets } from '../../api/browse.ts'
import type { Catalogue } from './catalogue.ts'
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
  const cameras = readCameras(catalogue)
  return { photos, undated, folders: readFolderFacets(catalogue), cameras, months }
}

/** Counted with the orphans by the index of cameras alone, less the few orphans: a tenth of the time. */
function readCameras(catalogue: Catalogue): Facets['cameras'] {
  const { database } = catalogue
  const orphans = new Map<string, number>()
  // Left to itself, SQLite takes the index of cameras here, too, and looks every photo up.
  for (const row of database.table('SELECT camera FROM photos INDEXED BY photos_orphaned WHERE orphaned IS NOT NULL')) {
    const camera = textOrNull(row, 0)
    if (camera !== null) orphans.set(camera, (orphans.get(camera) ?? 0) + 1)
  }
  return database
    .table('SELECT camera, count(*) FROM photos WHERE camera IS NOT NULL GROUP BY camera')
    .map((row) => [text(row, 0), integer(row, 1)] as const)
    .map(([camera, photos]) => ({ camera, photos: photos - (orphans.get(camera) ?? 0) }))
    .filter(({ photos }) => photos > 0)
    .sort((a, b) => b.photos - a.photos || (a.camera < b.camera ? -1 : 1))
}

/**
 * Every folder from the outermost remembered one down to the photos, with the photos in it and below it. A photo with
 * several files in one folder counts once there, as it does when one filters by it.
 */
function readFolderFacets(catalogue: Catalogue): Facets['folders'] {
  const tree = new FolderTree(listFolders(catalogue).map(({ path }) => path))
  const several = new Map<number, string[]>()
  for (const row of catalogue.database.table('SELECT photo FROM files GROUP BY photo HAVING count(*) > 1')) {
    if (row[0] !== null) several.set(integer(row, 0), [])
  }
  const photosIn = new Map<string, number>()
  for (const row of catalogue.database.table('SELECT photo, path FROM files WHERE photo IS NOT NULL')) {
    const path = text(row, 1)
    const folder = path.slice(0, path.lastIndexOf(sep) + 1)
    const folders = several.get(integer(row, 0))
    if (folders === undefined) photosIn.set(folder, (photosIn.get(folder) ?? 0) + 1)
    else folders.push(folder)
  }
  const counts = new Map<string, number>()
  const add = (folder: string, photos: number) => counts.set(folder, (counts.get(folder) ?? 0) + photos)
  for (const [folder, photos] of photosIn) for (const above of tree.above(folder)) add(above, photos)
  for (const folders of several.values()) {
    for (const above of new Set(folders.flatMap((folder) => tree.above(folder)))) add(above, 1)
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

  /** The folder itself and those above it, up to the outermost remembered one. @param folder with a separator at its end */
  above(folder: string): readonly string[] {
    return this.#upwards(dirname(`${folder}file`))
  }

  #upwards(folder: string): readonly string[] {
    let found = this.#above.get(folder)
    if (found === undefined) {
      const parent = dirname(folder)
      found = this.#roots.has(folder) || parent === folder ? [folder] : [folder, ...this.#upwards(parent)]
      this.#above.set(folder, found)
    }
    return found
  }
}
