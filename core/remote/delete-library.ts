import { lstat, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { RECORD_FILE } from '../encoders/store/record.ts'
import { STAGING } from '../encoders/store/staging.ts'
import { DEMO_FOLDER, DEMO_PROJECT } from '../engine/identify/demo-job.ts'
import { PROJECTS_FOLDER } from '../engine/identify/project-shelf.ts'
import { SNAPSHOTS_FOLDER } from '../engine/space-index.ts'
import { UPLOADS_FOLDER } from '../engine/uploads.ts'
import { closeCatalogue, openCatalogue } from '../library/catalogue/catalogue.ts'
import { lockForSwitching, lockForWriting } from '../library/catalogue/lock.ts'
import { ResightError } from '../types.ts'
import { TEMPORARY_FOLDER } from './project-files.ts'
import { SAMPLE_FILES, SAMPLES_FOLDER } from './samples.ts'

/** Files that a library makes in its folder; SQLite adds its own endings. */
const FILES =
  /^(catalogue\.sqlite|thumbnails\.(sqlite|broken)|(writer|switch)\.lock)(-wal|-shm|-journal)?$|^(writer|switch)\.pid$/
/** Folders that hold nothing but what Resight wrote. */
const FOLDERS = [
  'cache',
  SNAPSHOTS_FOLDER,
  UPLOADS_FOLDER,
  TEMPORARY_FOLDER,
  DEMO_FOLDER,
  join(PROJECTS_FOLDER, DEMO_PROJECT),
]
const MODELS = 'models'

/**
 * Deletes what Resight has written: catalogue, thumbnails, caches, history, uploads, its copies of the sample photos, and
 * downloaded models, and the demo project with its drawn photos. Projects of photo-ID stay: their decisions are a person's
 * work, and each is deleted by itself. Whatever else lies in the library's folder stays, and links are never followed.
 * No engine of this process may have the library open.
 * @throws ResightError `busy` while another process changes the library; `unreadable` where something can't be deleted
 */
export async function deleteLibrary(library: string): Promise<void> {
  if (!(await isRealFolder(library))) return
  refuseWhileBusy(library)
  try {
    await deleteModels(join(library, MODELS))
    for (const name of SAMPLE_FILES) await rm(join(library, SAMPLES_FOLDER, name), { force: true })
    await removeIfEmpty(join(library, SAMPLES_FOLDER))
    for (const folder of FOLDERS) await rm(join(library, folder), { recursive: true, force: true })
    await removeIfEmpty(join(library, PROJECTS_FOLDER))
    // The catalogue goes last: where something before it fails, what is left is still a library.
    const names = (await readdir(library)).filter((name) => FILES.test(name))
    for (const name of names.toSorted(catalogueLast)) await rm(join(library, name), { force: true })
    await removeIfEmpty(library)
  } catch (cause) {
    throw new ResightError('unreadable', `Not everything in ${library} could be deleted`, {
      cause,
      remedy: 'Close other programs that use it, check its permissions, and try again.',
    })
  }
}

/** A catalogue that can't be opened is deleted all the same: that may be why a person asks for it. */
function refuseWhileBusy(library: string): void {
  let catalogue
  try {
    catalogue = openCatalogue(library)
  } catch (error) {
    if (error instanceof ResightError && error.code === 'busy') throw error
    return
  }
  try {
    for (const lock of [lockForWriting, lockForSwitching]) lock(catalogue).release()
  } finally {
    closeCatalogue(catalogue)
  }
}

/** Each model was recorded when it was put there; a folder without a record is somebody else's. */
async function deleteModels(models: string): Promise<void> {
  if (!(await isRealFolder(models))) return
  await rm(join(models, STAGING), { recursive: true, force: true })
  for (const name of await readdir(models)) {
    const folder = join(models, name)
    if ((await isRealFolder(folder)) && (await readdir(folder)).includes(RECORD_FILE)) {
      await rm(folder, { recursive: true, force: true })
    }
  }
  await removeIfEmpty(models)
}

async function isRealFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

async function removeIfEmpty(folder: string): Promise<void> {
  if ((await isRealFolder(folder)) && (await readdir(folder)).length === 0) await rmdir(folder)
}

function catalogueLast(a: string, b: string): number {
  return Number(a.startsWith('catalogue')) - Number(b.startsWith('catalogue')) || a.localeCompare(b)
}
