import type { Facets } from '../../../core/api/browse.ts'
import { nameOf } from '../query/path-name.ts'

/** One thing to filter by, and what lies below it. */
export interface FacetNode {
  readonly id: string
  readonly label: string
  readonly photos: number
  readonly children: readonly FacetNode[]
}

/** Folders as a tree. One that holds nothing but one folder gives way to it. */
export function folderNodes(folders: Facets['folders']): readonly FacetNode[] {
  const below = new Map<string | null, { path: string; photos: number }[]>()
  const known = new Set(folders.map(({ path }) => path))
  for (const folder of folders) {
    const parent = parentOf(folder.path, known)
    below.set(parent, [...(below.get(parent) ?? []), folder])
  }
  const nodesBelow = (parent: string | null): readonly FacetNode[] =>
    (below.get(parent) ?? []).map(({ path, photos }) => {
      const children = nodesBelow(path)
      const only = children.length === 1 ? children[0] : undefined
      return only?.photos === photos ? only : { id: path, label: nameOf(path), photos, children }
    })
  return nodesBelow(null)
}

function parentOf(path: string, known: ReadonlySet<string>): string | null {
  for (let at = lastSeparator(path); at > 0; at = lastSeparator(path.slice(0, at))) {
    if (known.has(path.slice(0, at))) return path.slice(0, at)
  }
  return null
}

function lastSeparator(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
}

/** Years, and their months below, newest first. */
export function dateNodes(months: Facets['months'], language: string): readonly FacetNode[] {
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4))
  return [...years].map(([year, found]) => ({
    id: year,
    label: year,
    photos: found.reduce((sum, { photos }) => sum + photos, 0),
    children: found.map(({ month, photos }) => ({
      id: month,
      label: name.format(new Date(month)),
      photos,
      children: [],
    })),
  }))
}
