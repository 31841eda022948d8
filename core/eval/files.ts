import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ResightError, invalidArgument } from '../types.ts'
import { malformed } from './task.ts'

/** What the published sets use. Other files (lists, descriptions, licences) are not photos of the gallery. */
const IMAGE_EXTENSIONS = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.avif',
  '.tif',
  '.tiff',
  '.bmp',
  '.heic',
  '.heif',
])
/** Five captions for each of a million photos would fit; a file beyond is no caption file. */
const MAX_JSON_BYTES = 512 * 2 ** 20

/** @returns the absolute path without symbolic links, as the library records it @throws ResightError when it isn't a folder */
export async function requireFolder(name: string, folder: unknown): Promise<string> {
  if (typeof folder !== 'string' || folder === '') throw invalidArgument(name, 'a folder', folder)
  const path = resolve(folder)
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory() !== true) {
    throw new ResightError('not-found', `${path} is not a folder`, { remedy: 'Check the path.' })
  }
  return realpath(path)
}

/**
 * Every image file below a folder, as absolute paths in the order of their code units, whatever the machine's locale.
 * Hidden files and folders are left out, symbolic links are not followed.
 */
export async function listImages(root: string): Promise<readonly string[]> {
  const images: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) await visit(path)
      else if (entry.isFile() && IMAGE_EXTENSIONS.has(extname(entry.name).toLowerCase())) images.push(path)
    }
  }
  await visit(root)
  return images.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Folder names between a root and a file, e.g. `['art_painting', 'dog']`. */
export function foldersBetween(root: string, file: string): readonly string[] {
  return relative(root, file).split(sep).slice(0, -1)
}

/** Whether a path lies in a folder or below it. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Reads a JSON file that holds one object. @returns its entries, in file order */
export async function readEntries(file: string): Promise<readonly (readonly [string, unknown])[]> {
  const found = await stat(file).catch(() => null)
  if (found === null) {
    throw new ResightError('not-found', `${file} is missing`, { remedy: 'See docs/evaluation.md for the layout.' })
  }
  if (found.size > MAX_JSON_BYTES) throw malformed(file, 'the file', `is larger than ${MAX_JSON_BYTES} bytes`)
  let value: unknown
  try {
    value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw malformed(file, 'the file', `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(file, 'the file', 'does not hold an object of file name to entry')
  }
  const entries = Object.entries(value)
  if (entries.length === 0) throw malformed(file, 'the file', 'has no entry')
  return entries
}

/**
 * The path of an image that an entry names.
 * @throws ResightError when it leads out of the folder or isn't there
 */
export function namedImage(file: string, root: string, name: string, images: ReadonlySet<string>): string {
  const path = resolve(root, name)
  if (isAbsolute(name) || !isInside(root, path)) throw malformed(file, JSON.stringify(name), `leads out of ${root}`)
  if (!images.has(path)) throw malformed(file, JSON.stringify(name), `names no image in ${root}`)
  return path
}
