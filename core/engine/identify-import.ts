import { statfs } from 'node:fs/promises'
import { fillStore, mergeDocument } from '../identify/archive/document.ts'
import { extractPhotos, readProjectZip } from '../identify/archive/project-zip.ts'
import { findConflicts } from '../identify/decisions/conflicts.ts'
import { findDisagreements } from '../identify/decisions/disagreements.ts'
import type { PhotoIdentification } from './identify.ts'

export interface ImportReport {
  readonly projectId: string
  /** False: it was laid together with the project of the same id that was here. */
  readonly isNew: boolean
  readonly photos: number
  readonly entries: number
  readonly disagreements: number
  readonly conflicts: number
  /** Where photos of the ZIP that the library has not were unpacked, to be indexed; null: there were none. */
  readonly unpacked: string | null
}

/**
 * Opens a project's ZIP as a project of this library, or lays its log and encounters beside those of the same project.
 * Photos that no file of the library shows are unpacked beside the project.
 * @throws ResightError `corrupt`, `too-large`, `not-found`
 */
export async function importProjectZip(photoId: PhotoIdentification, path: string): Promise<ImportReport> {
  const document = await readProjectZip(path)
  const { projectId, species, population, settings } = document.project
  const isNew = !photoId.projects().some((project) => project.projectId === projectId)
  if (isNew) photoId.create({ species, population, settings }, projectId)
  const store = photoId.open(projectId)
  const { photos, entries } = isNew ? fillStore(store, document) : mergeDocument(store, document)
  const identity = store.identity()
  const folder = photoId.photosFolder(projectId)
  const lacking = document.photos.filter(({ contentHash }) => photoId.pathOf(contentHash) === null)
  const { bavail, bsize } = await statfs(photoId.libraryFolder)
  const wanted = { ...document, photos: lacking }
  const files = lacking.length === 0 ? [] : await extractPhotos(path, wanted, folder, bavail * bsize)
  return {
    projectId,
    isNew,
    photos,
    entries,
    disagreements: findDisagreements(identity).length,
    conflicts: findConflicts(identity).length,
    unpacked: files.length === 0 ? null : folder,
  }
}
