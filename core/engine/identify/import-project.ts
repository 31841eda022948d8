import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectImportReport } from '../../api/photo-id.ts'
import { fillStore, mergeDocument, type MergeReport, type ProjectDocument } from '../../identify/archive/document.ts'
import { extractPhotos, readProjectZip } from '../../identify/archive/project-zip.ts'
import type { ProjectStore } from '../../identify/store/project-store.ts'
import type { IdentifyParts } from './parts.ts'
import type { ProjectShelf } from './project-shelf.ts'
import { pathOf } from './project-photos.ts'

/**
 * Opens a project's ZIP as a project of this library, or lays its log and encounters beside those of the same project.
 * Photos that no file of the library shows are unpacked beside the project and indexed. What is damaged is found before
 * anything of the project is written.
 * @throws ResightError `corrupt`, `too-large`, `not-found`
 */
export async function importProject(parts: IdentifyParts, path: string): Promise<ProjectImportReport> {
  const { shelf } = parts
  const document = await readProjectZip(path)
  const { projectId, createdAt, species, population, settings } = document.project
  const folder = shelf.photosFolder(projectId)
  const unpacked = await unpackMissing(parts, path, document, folder)
  const merged = shelf.has(projectId)
  const store = merged
    ? shelf.open(projectId)
    : shelf.create({ species, population, settings }, { projectId, createdAt })
  const { photos, entries } = lay(shelf, store, document, merged)
  if (unpacked.length > 0) await parts.index({ folders: [folder] })
  return { project: store.project, merged, entries, photos }
}

function lay(shelf: ProjectShelf, store: ProjectStore, document: ProjectDocument, merged: boolean): MergeReport {
  try {
    return merged ? mergeDocument(store, document) : fillStore(store, document)
  } catch (cause) {
    if (!merged) shelf.delete(document.project.projectId)
    throw cause
  }
}

async function unpackMissing(
  { catalogue, shelf }: IdentifyParts,
  path: string,
  document: ProjectDocument,
  folder: string,
): Promise<readonly string[]> {
  const lacking = document.photos.filter(({ contentHash }) => pathOf(catalogue, contentHash) === null)
  if (lacking.length === 0) return []
  const { bavail, bsize } = await statfs(catalogue.folder)
  const isNew = !existsSync(folder)
  await mkdir(folder, { recursive: true })
  const before = new Set(await readdir(folder))
  try {
    return await extractPhotos(path, { ...document, photos: lacking }, folder, bavail * bsize)
  } catch (cause) {
    for (const name of await readdir(folder)) if (!before.has(name)) await rm(join(folder, name), { force: true })
    if (isNew) await rm(folder, { recursive: true, force: true })
    const own = shelf.folderOf(document.project.projectId)
    if (isNew && !shelf.has(document.project.projectId)) await rm(own, { recursive: true, force: true })
    throw cause
  }
}
