import { setImmediate } from 'node:timers/promises'
import type { DuplicateGroup } from '../api.ts'
import { DisjointSets } from './disjoint-sets.ts'
import { nearPairs, parseHashes } from './near-pairs.ts'

/** What the catalogue knows of a photo that tells duplicates. */
export interface PhotoFingerprint {
  readonly photoId: number
  /** @see DecodedPhoto.dhash */
  readonly dhash: string
  readonly paths: readonly string[]
}

/**
 * Groups photos that are there more than once: exact, the same bytes under several paths; near, pictures that look the
 * same (@see isNear), and what looks the same as those, and so on. A photo may be in one group of each kind.
 * @returns exact groups first, then near ones, each by smallest photo id, ids ascending within
 */
export async function findDuplicates(photos: readonly PhotoFingerprint[]): Promise<readonly DuplicateGroup[]> {
  const sorted = photos.toSorted((a, b) => a.photoId - b.photoId)
  const exact = sorted
    .filter(({ paths }) => paths.length > 1)
    .map(({ photoId, paths }) => ({ kind: 'exact', photoIds: [photoId], paths }) as const)
  // A catalogue may still hold hashes of another kind, which can't be compared with these.
  return [...exact, ...(await nearGroups(sorted.filter(({ dhash }) => /^[0-9a-f]{32}$/.test(dhash))))]
}

async function nearGroups(photos: readonly PhotoFingerprint[]): Promise<readonly DuplicateGroup[]> {
  const groups = new DisjointSets(photos.length)
  for (const _ of nearPairs(parseHashes(photos.map(({ dhash }) => dhash)), (a, b) => groups.join(a, b)))
    await setImmediate()
  return groups
    .groups()
    .map((rows) => rows.map((row) => photos[row]!))
    .map((group) => ({
      kind: 'near',
      photoIds: group.map(({ photoId }) => photoId),
      paths: group.flatMap(({ paths }) => paths),
    }))
}
