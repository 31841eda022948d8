import type { Catalogue } from './catalogue.ts'
import { integer } from './rows.ts'

/** Begins a scan: what loses its last file from now on is an orphan of this number. */
export function nextScan(catalogue: Catalogue): number {
  const row = catalogue.database.get(`UPDATE counters SET value = value + 1 WHERE name = 'scan' RETURNING value`)
  return integer(row ?? {}, 'value')
}

/** Records that a folder was looked through to the end, on this file system device. */
export function finishScan(catalogue: Catalogue, folderId: number, scan: number, device: number): void {
  catalogue.database.run('UPDATE folders SET scanned = ?, device = ? WHERE id = ?', scan, device, folderId)
}
