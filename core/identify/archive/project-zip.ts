import { extname, join } from 'node:path'
import { mkdir, stat } from 'node:fs/promises'
import type { ProjectPhoto } from '../../api/identify.ts'
import { ResightError } from '../../types.ts'
import type { ByteControl } from './byte-progress.ts'
import type { ProjectStore } from '../store/project-store.ts'
import { parseDocument, writeDocument, type ProjectDocument } from './document.ts'
import { openZip } from './read-zip.ts'
import { writeZip, type ZipPart } from './write-zip.ts'

const DOCUMENT_NAME = 'project.json'
/** A log of a million entries is about as large. */
const MAX_DOCUMENT_BYTES = 512 << 20
/** A raw file of a large camera; scans may be larger, and are left out with a reason. */
const MAX_PHOTO_BYTES = 512 * 2 ** 20
const PHOTO_NAME = /^photos\/([0-9a-f]{64})(\.[a-z0-9]{1,5})?$/

/** What a ZIP was made of. */
export interface ZipReport {
  readonly photos: number
  /** File names of photos that could not be reached, and are not in it. */
  readonly missing: readonly string[]
}

/**
 * Exports a project to a ZIP: `project.json` and, where asked, `photos/<SHA-256>.<ending>`.
 * @param pathOf a file that shows the photo now; null: out of reach
 */
export async function exportProjectZip(
  store: ProjectStore,
  path: string,
  withPhotos: boolean,
  pathOf: (contentHash: string) => string | null,
  control: ByteControl = {},
): Promise<ZipReport> {
  const document = writeDocument(store)
  const parts: ZipPart[] = [{ name: DOCUMENT_NAME, text: `${JSON.stringify(document, null, 1)}\n` }]
  const missing: string[] = []
  for (const photo of withPhotos ? document.photos : []) {
    const file = pathOf(photo.contentHash)
    if (file === null) missing.push(photo.fileName)
    else parts.push({ name: zipName(photo, file), path: file })
  }
  control.onTotal?.(await bytesOf(parts))
  await writeZip(path, parts, control)
  return { photos: parts.length - 1, missing }
}

/** About as many as the ZIP will have: photos are stored as they are. */
async function bytesOf(parts: readonly ZipPart[]): Promise<number> {
  let bytes = 0
  for (const part of parts) bytes += 'text' in part ? 0 : (await stat(part.path)).size
  return bytes
}

function zipName(photo: ProjectPhoto, file: string): string {
  const ending = extname(file).toLowerCase()
  return `photos/${photo.contentHash}${/^\.[a-z0-9]{1,5}$/.test(ending) ? ending : ''}`
}

/** @param shown what messages call it @throws ResightError `corrupt`, `too-large`, `not-found` */
export async function readProjectZip(path: string, shown: string = path): Promise<ProjectDocument> {
  const zip = await openZip(path, (name) => name === DOCUMENT_NAME, shown)
  try {
    return parseDocument(await zip.readText(DOCUMENT_NAME, MAX_DOCUMENT_BYTES), shown)
  } finally {
    zip.close()
  }
}

/**
 * Unpacks the photos of a project into a folder, under names of our own making, each checked against its SHA-256. Photos
 * that the project does not speak of stay in the ZIP.
 * @param freeBytes on the disk of `folder`: a ZIP that would fill more than nine tenths of it is refused before it begins
 * @param shown what messages call the ZIP
 * @returns the files written
 * @throws ResightError `corrupt`, `too-large`, `cancelled`
 */
export async function extractPhotos(
  path: string,
  document: ProjectDocument,
  folder: string,
  freeBytes: number,
  control: ByteControl = {},
  shown: string = path,
): Promise<readonly string[]> {
  const wanted = new Set(document.photos.map(({ contentHash }) => contentHash))
  const zip = await openZip(path, (name) => wanted.has(PHOTO_NAME.exec(name)?.[1] ?? ''), shown)
  try {
    const bytes = [...zip.entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    if (bytes > freeBytes * 0.9) {
      const message = `The photos in ${shown} need ${Math.ceil(bytes / 2 ** 20)} MiB, more than is free for ${folder}`
      throw new ResightError('too-large', message, { remedy: 'Free some space, or choose another disk.' })
    }
    control.onTotal?.(bytes)
    await mkdir(folder, { recursive: true })
    const written: string[] = []
    for (const name of zip.entries.keys()) {
      const [, hash, ending = ''] = PHOTO_NAME.exec(name)!
      const target = join(folder, `${hash}${ending}`)
      await zip.extract(name, target, MAX_PHOTO_BYTES, hash!, control)
      written.push(target)
    }
    return written
  } finally {
    zip.close()
  }
}
