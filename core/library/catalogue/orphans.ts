import type { Catalogue } from './catalogue.ts'
import { dropThumbnails } from './thumbnails.ts'

/**
 * Drops photos that no file shows any more, with their vectors and thumbnails.
 *
 * A photo moved from one remembered folder to another is an orphan between the scan of the one and the scan of the
 * other, whichever comes first. So it is kept until every remembered folder, offline ones too, was scanned to the end
 * in or after the scan that lost it.
 * @returns how many photos were dropped
 */
export function sweepOrphans(catalogue: Catalogue): number {
  return dropOrphans(catalogue, 'orphaned <= coalesce((SELECT min(scanned) FROM folders), orphaned)')
}

/** Drops the photos that lost their last file in scan number `scan`, without waiting for other folders. */
export function dropOrphansOf(catalogue: Catalogue, scan: number): number {
  return dropOrphans(catalogue, 'orphaned = ?', scan)
}

function dropOrphans(catalogue: Catalogue, condition: string, ...parameters: number[]): number {
  const { database } = catalogue
  const dropped = database.transaction(() =>
    database.all(`DELETE FROM photos WHERE orphaned IS NOT NULL AND ${condition} RETURNING hash`, ...parameters),
  )
  const hashes = dropped.map((row) => row.hash).filter((hash) => hash instanceof Uint8Array)
  dropThumbnails(catalogue, hashes)
  if (dropped.length > 0) database.exec('PRAGMA incremental_vacuum')
  return dropped.length
}
