import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { FolderListing } from '../api/shell.ts'
import { invalidArgument, ResightError } from '../types.ts'

type NamedFolder = FolderListing['folders'][number]

/** Beyond, a list is no longer looked through. */
const MAX_FOLDERS = 5000
const IN_ENGLISH = new Intl.Collator('en', { numeric: true })

/**
 * Names of the folders below one, sorted, for a person to choose where their photos are. Hidden folders are left out, and
 * files are never named.
 * @param path absolute; null: the home folder
 * @throws ResightError `invalid-argument`, `not-found`, `unreadable`
 */
export async function browseFolders(path: string | null): Promise<FolderListing> {
  const folder = resolve(path ?? homedir())
  if (path !== null && !isAbsolute(path)) throw invalidArgument('path', 'an absolute path', path)
  const parent = dirname(folder) === folder ? null : dirname(folder)
  return { path: folder, parent, folders: await foldersIn(folder), places: await places() }
}

async function foldersIn(folder: string): Promise<readonly NamedFolder[]> {
  let entries
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    throw unreadable(folder, cause)
  }
  const folders: NamedFolder[] = []
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name.startsWith('$')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path))))
      folders.push({ name: entry.name, path })
    if (folders.length === MAX_FOLDERS) break
  }
  return folders.sort((a, b) => IN_ENGLISH.compare(a.name, b.name))
}

function unreadable(folder: string, cause: unknown): ResightError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new ResightError('not-found', `There is no folder ${folder}`, {
        cause,
        remedy: 'Check its spelling, or that its disk is connected.',
      })
    : new ResightError('unreadable', `The folder ${folder} may not be read`, {
        cause,
        remedy: 'Check its permissions.',
      })
}

async function places(): Promise<readonly NamedFolder[]> {
  const home = homedir()
  const known = [
    { name: 'Home', path: home },
    { name: 'Pictures', path: join(home, 'Pictures') },
    { name: 'Desktop', path: join(home, 'Desktop') },
    { name: 'Downloads', path: join(home, 'Downloads') },
  ]
  const there = await Promise.all(known.map(async (place) => ((await isFolder(place.path)) ? [place] : [])))
  return [...there.flat(), ...(await disks())]
}

async function disks(): Promise<readonly NamedFolder[]> {
  if (process.platform === 'win32') {
    const drives = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      .map((letter) => `${letter}:\\`)
      .filter((drive) => existsSync(drive))
    return drives.map((drive) => ({ name: drive, path: drive }))
  }
  const user = basename(homedir())
  const roots = process.platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/mnt']
  const found = await Promise.all(roots.map((root) => foldersIn(root).catch(() => [])))
  return found.flat()
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}
