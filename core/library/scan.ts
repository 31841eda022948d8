import type { Dirent, Stats } from 'node:fs'
import { opendir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { ResightError, type ErrorCode } from '../types.ts'
import type { ScannedFile, ScanProblem } from './decoded.ts'
import { compileExclude, type IsExcluded } from './exclude.ts'
import { isPhotoName } from './formats.ts'

export interface ScanOptions {
  /** Globs relative to the folder. @see compileExclude */
  readonly exclude?: readonly string[]
  /** Told of everything below the folder that could not be looked at; photos there are unknown, not gone. */
  readonly onProblem?: (problem: ScanProblem) => void
  readonly signal?: AbortSignal
}

/** Names asked of the file system at once: enough to hide a network drive's delay, few enough to stay flat. */
const STAT_BATCH = 64

/** Folders that systems and NAS boxes fill with their own copies of pictures. */
const SYSTEM_FOLDERS: ReadonlySet<string> = new Set([
  '@eadir',
  '#recycle',
  '$recycle.bin',
  'system volume information',
  'lost+found',
])

/**
 * Yields every photo in a folder and below it, by name alone: nothing is opened. Names that begin with a dot and the
 * systems' own folders are skipped. Links are followed; each folder is visited once however many ways lead there,
 * real ones before linked ones. Only regular files are yielded, so no pipe or device is ever opened.
 * Memory does not grow with the number of files.
 * @throws ResightError `offline` when the folder is not there, `unreadable` when it can't be listed, `cancelled`
 */
export async function* scanFolder(folder: string, options: ScanOptions = {}): AsyncGenerator<ScannedFile> {
  const root = resolve(folder)
  const walk: Walk = {
    folder: root,
    isExcluded: compileExclude(options.exclude),
    problem: (path, cause) => options.onProblem?.(describe(path, cause)),
    visited: new Set(),
    real: [],
    linked: [],
  }
  await enterRoot(root)
  walk.real.push(root)
  for (;;) {
    const next = walk.real.pop() ?? walk.linked.pop()
    if (next === undefined) return
    yield* scanOne(next, walk, options.signal)
  }
}

interface Walk {
  readonly folder: string
  readonly isExcluded: IsExcluded
  readonly problem: (path: string, cause: unknown) => void
  /** Identities of the folders visited. */
  readonly visited: Set<string>
  /** Folders still to visit, and those that only a link leads to so far. */
  readonly real: string[]
  readonly linked: string[]
}

async function enterRoot(folder: string): Promise<void> {
  let stats
  try {
    stats = await stat(folder)
  } catch (cause) {
    throw new ResightError('offline', `The folder ${folder} is not there`, {
      cause,
      remedy: 'Connect the drive it is on, or remove the folder from the library if it is gone for good.',
    })
  }
  if (!stats.isDirectory())
    throw new ResightError('invalid-argument', `${folder} is a file, not a folder`, { remedy: 'Give its folder.' })
}

async function* scanOne(path: string, walk: Walk, signal: AbortSignal | undefined): AsyncGenerator<ScannedFile> {
  let batch: Dirent[] = []
  try {
    const identity = await folderIdentity(path)
    if (walk.visited.has(identity)) return
    walk.visited.add(identity)
    const entries = await opendir(path, { bufferSize: 4 * STAT_BATCH })
    for await (const entry of entries) {
      if (signal?.aborted === true) throw cancelled(walk.folder)
      if (!isWanted(entry, path, walk)) continue
      batch.push(entry)
      if (batch.length < STAT_BATCH) continue
      yield* lookAt(path, batch, walk)
      batch = []
    }
    yield* lookAt(path, batch, walk)
  } catch (cause) {
    if (cause instanceof ResightError) throw cause
    if (path !== walk.folder) return walk.problem(path, cause)
    const { reason, code } = describe(path, cause)
    throw new ResightError(code, `${path}: ${reason}`, { cause })
  }
}

function isWanted(entry: Dirent, path: string, walk: Walk): boolean {
  const { name } = entry
  if (name.startsWith('.')) return false
  const maybeFolder = entry.isDirectory() || entry.isSymbolicLink() || isUnknown(entry)
  if (maybeFolder && SYSTEM_FOLDERS.has(name.toLowerCase())) return false
  if (!maybeFolder && !(entry.isFile() && isPhotoName(name))) return false
  return !walk.isExcluded(relativeTo(walk.folder, join(path, name)))
}

/** Some network file systems don't say what an entry is. */
function isUnknown(entry: Dirent): boolean {
  return !(entry.isFile() || entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice())
}

async function* lookAt(path: string, batch: readonly Dirent[], walk: Walk): AsyncGenerator<ScannedFile> {
  const found = await Promise.all(
    batch.map(async (entry) => {
      const child = join(path, entry.name)
      if (entry.isDirectory()) return walk.real.push(child)
      try {
        return { child, entry, stats: await stat(child) }
      } catch (cause) {
        return isPhotoName(child) ? walk.problem(child, cause) : undefined
      }
    }),
  )
  for (const item of found) {
    if (typeof item !== 'object') continue
    const { child, entry, stats } = item
    if (stats.isDirectory()) (entry.isSymbolicLink() ? walk.linked : walk.real).push(child)
    else if (stats.isFile() && isPhotoName(child)) yield toFile(child, stats)
  }
}

function toFile(path: string, stats: Stats): ScannedFile {
  return { path, bytes: stats.size, mtimeMs: stats.mtimeMs }
}

/** Device and inode; the resolved path where the file system numbers nothing (FAT, some network drives). */
async function folderIdentity(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true })
  return ino === 0n ? await realpath(path) : `${dev}:${ino}`
}

function relativeTo(folder: string, path: string): string {
  const relative = path.slice(folder.endsWith(sep) ? folder.length : folder.length + 1)
  return sep === '/' ? relative : relative.replaceAll(sep, '/')
}

function cancelled(folder: string): ResightError {
  return new ResightError('cancelled', `The scan of ${folder} was stopped`)
}

function describe(path: string, cause: unknown): ScanProblem {
  const [code, reason] = problemOf(path, (cause as NodeJS.ErrnoException)?.code)
  return { path, reason, code }
}

function problemOf(path: string, errno: string | undefined): readonly [ErrorCode, string] {
  switch (errno) {
    case 'EACCES':
    case 'EPERM':
      return ['unreadable', 'No permission to look at this. Change its permissions, or exclude it.']
    case 'ELOOP':
      return ['unreadable', 'This link leads back to itself. Remove it, or exclude it.']
    case 'ENOENT':
      return basename(path).includes('\uFFFD')
        ? ['unsupported', 'The name is not valid text (UTF-8), so the file can not be opened. Rename it.']
        : ['not-found', 'This was gone when it was looked at, or is a link that leads nowhere.']
    case 'ENAMETOOLONG':
      return ['unsupported', 'The path is too long for this system. Move it nearer to the root.']
    default:
      return ['unreadable', `This could not be looked at (${errno ?? 'unknown error'}). Check the drive it is on.`]
  }
}
