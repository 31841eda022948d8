import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Device, LibraryStatus } from '../api.ts'
import { findFaiss } from '../index/faiss.ts'
import type { OpenedIndex } from '../index/open-index.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { countFolders, countLibrary, measureDisk, readSpaceStatuses } from '../library/catalogue/counts.ts'
import { listFolders } from '../library/catalogue/folders.ts'
import { isOnline } from '../library/indexing/online.ts'
import { SNAPSHOTS_FOLDER } from './space-index.ts'

/** Gathers what `status` shows, without opening a model or an index for it. */
export async function libraryStatus(
  catalogue: Catalogue,
  live: { readonly index: OpenedIndex | null; readonly device: Device | string },
): Promise<LibraryStatus> {
  const counts = countFolders(catalogue)
  const spaces = readSpaceStatuses(catalogue)
  const folders = listFolders(catalogue)
  const online = await Promise.all(folders.map((folder) => isOnline(catalogue, folder)))
  const encoded = spaces.find((space) => space.active)?.encoded ?? 0
  return {
    library: catalogue.folder,
    ...countLibrary(catalogue),
    folders: folders.map((folder, i) => ({
      path: folder.path,
      online: online[i] ?? false,
      exclude: folder.exclude,
      photos: counts.get(folder.id)?.photos ?? 0,
      failed: counts.get(folder.id)?.failed ?? 0,
    })),
    spaces,
    index: live.index === null ? indexToBe(encoded) : describeIndex(live.index),
    device: live.device,
    diskBytes: { ...measureDisk(catalogue), snapshots: folderBytes(join(catalogue.folder, SNAPSHOTS_FOLDER)) },
  }
}

function describeIndex({ index, note }: OpenedIndex): LibraryStatus['index'] {
  return { kind: index.kind, ntotal: index.ntotal, note }
}

/** The index that a search would open now. */
function indexToBe(ntotal: number): LibraryStatus['index'] {
  const found = findFaiss()
  return found.way === null ? { kind: 'flat', ntotal, note: found.reason } : { kind: 'faiss', ntotal, note: null }
}

function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
