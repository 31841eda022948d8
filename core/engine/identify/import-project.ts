import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobControl } from '../../api.ts'
import type { ProjectImportReport } from '../../api/photo-id.ts'
import { fillStore, mergeDocument, type MergeReport, type ProjectDocument } from '../../identify/archive/document.ts'
import { extractPhotos, readProjectZip } from '../../identify/archive/project-zip.ts'
import { forgetFolder, listFolders } from '../../library/catalogue/folders.ts'
import { ResightError } from '../../types.ts'
import { followBytes } from './follow-bytes.ts'
import type { IdentifyParts } from './parts.ts'
import type { ProjectShelf } from './project-shelf.ts'
import { pathOf } from './project-photos.ts'

/**
 * Opens a project's ZIP as a project of this library, or lays its log and encounters beside those of the same project.
 * Photos that no file of the library shows are unpacked beside the project and indexed first: what is damaged, or
 * cancelled, leaves nothing behind.
 * @param name what messages call the file
 * @throws ResightError `corrupt`, `too-large`, `not-found`, `cancelled`
 */
export async function importProject(
  parts: IdentifyParts,
  path: string,
  control: JobControl = {},
  name: string = path,
): Promise<ProjectImportReport> {
  const { shelf } = parts
  const document = await readProjectZip(path, name)
  const unpacked = await unpackMissing(parts, document, { path, name, control })
  try {
    if (unpacked.files.length > 0) await parts.index({ folders: [unpacked.folder] }, control)
    if (control.signal?.aborted === true) throw cancelledError()
    return lay(shelf, document)
  } catch (cause) {
    await takeBack(parts, document, unpacked)
    throw cause
  }
}

function lay(shelf: ProjectShelf, document: ProjectDocument): ProjectImportReport {
  const { projectId, createdAt, species, population, settings } = document.project
  const merged = shelf.has(projectId)
  const store = merged
    ? shelf.open(projectId)
    : shelf.create({ species, population, settings }, { projectId, createdAt })
  let report: MergeReport
  try {
    report = merged ? mergeDocument(store, document) : fillStore(store, document)
  } catch (cause) {
    if (!merged) shelf.delete(projectId)
    throw cause
  }
  return { project: store.project, merged, entries: report.entries, photos: report.photos }
}

interface Unpacked {
  readonly folder: string
  readonly isNew: boolean
  /** Names in the folder before. */
  readonly before: ReadonlySet<string>
  readonly files: readonly string[]
}

interface Source {
  readonly path: string
  readonly name: string
  readonly control: JobControl
}

async function unpackMissing(
  parts: IdentifyParts,
  document: ProjectDocument,
  { path, name, control }: Source,
): Promise<Unpacked> {
  const { catalogue, shelf } = parts
  const folder = shelf.photosFolder(document.project.projectId)
  const isNew = !existsSync(folder)
  const before = new Set(isNew ? [] : await readdir(folder))
  const lacking = document.photos.filter(({ contentHash }) => pathOf(catalogue, contentHash) === null)
  if (lacking.length === 0) return { folder, isNew: false, before, files: [] }
  const { bavail, bsize } = await statfs(catalogue.folder)
  await mkdir(folder, { recursive: true })
  try {
    const files = await followBytes('unpack', control, (bytes) =>
      extractPhotos(path, { ...document, photos: lacking }, folder, bavail * bsize, bytes, name),
    )
    return { folder, isNew, before, files }
  } catch (cause) {
    await takeBack(parts, document, { folder, isNew, before, files: [] })
    throw cause
  }
}

/** Nothing half-imported: neither files nor what the catalogue knows of them. */
async function takeBack(
  { catalogue, shelf, index }: IdentifyParts,
  document: ProjectDocument,
  { folder, isNew, before, files }: Unpacked,
): Promise<void> {
  const { projectId } = document.project
  if (existsSync(folder))
    for (const name of await readdir(folder)) if (!before.has(name)) await rm(join(folder, name), { force: true })
  if (!isNew) {
    if (files.length > 0) await index({ folders: [folder] })
    return
  }
  if (listFolders(catalogue).some(({ path }) => path === folder)) forgetFolder(catalogue, folder)
  await rm(folder, { recursive: true, force: true })
  if (!shelf.has(projectId)) await rm(shelf.folderOf(projectId), { recursive: true, force: true })
}

function cancelledError(): ResightError {
  return new ResightError('cancelled', 'Opening the project was cancelled; nothing of it was imported')
}
