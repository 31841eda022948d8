import { access, constants, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { AddRequest } from '../../api.ts'
import { ResightError } from '../../types.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { listFolders, rememberFolder, type RememberedFolder } from '../catalogue/folders.ts'
import type { ScannedFile, ScanProblem } from '../decoded.ts'
import { compileExclude } from '../exclude.ts'
import type { Meter } from './meter.ts'

/** @see scanFolder, which is the real one */
export type ScanFolder = (
  folder: string,
  options: {
    readonly exclude?: readonly string[]
    readonly onProblem?: (problem: ScanProblem) => void
    readonly signal?: AbortSignal
  },
) => AsyncIterable<ScannedFile>

/** What a scan saw of one remembered folder. */
export interface FolderSurvey {
  readonly folder: RememberedFolder
  /** `st_dev` of the folder; null: it is offline, so nothing is known of its files. */
  readonly device: number | null
  readonly files: readonly ScannedFile[]
  readonly problems: readonly ScanProblem[]
}

/**
 * Remembers the folders of a request. All of them are looked at before any is remembered.
 * @throws ResightError `not-found`, `offline`, `unreadable` for a folder that cannot be listed; `invalid-argument`
 */
export async function rememberRequested(
  catalogue: Catalogue,
  request: AddRequest,
): Promise<readonly RememberedFolder[]> {
  compileExclude(request.exclude)
  const paths = [...new Set(request.folders.map((folder) => resolve(folder)))]
  const known = new Set(listFolders(catalogue).map((folder) => folder.path))
  for (const path of paths) await requireFolder(path, known.has(path))
  return catalogue.database.transaction(() => paths.map((path) => rememberFolder(catalogue, path, request.exclude)))
}

/** Lists every photo of every folder. An offline folder is no error. @returns null: stopped by `signal` */
export async function surveyFolders(
  folders: readonly RememberedFolder[],
  scan: ScanFolder,
  meter: Meter,
  signal: AbortSignal,
): Promise<readonly FolderSurvey[] | null> {
  const surveys: FolderSurvey[] = []
  for (const folder of folders) {
    const survey = signal.aborted ? null : await surveyFolder(folder, scan, meter, signal)
    if (survey === null) return null
    surveys.push(survey)
  }
  return surveys
}

/** `st_dev` of a folder; null when it is not there at present. */
export async function deviceOf(path: string): Promise<number | null> {
  try {
    const stats = await stat(path, { bigint: true })
    // Windows numbers its volumes in 64 bits; 52 of them fit a number, and tell volumes apart as well.
    return stats.isDirectory() ? Number(BigInt.asUintN(52, stats.dev)) : null
  } catch {
    return null
  }
}

async function surveyFolder(
  folder: RememberedFolder,
  scan: ScanFolder,
  meter: Meter,
  signal: AbortSignal,
): Promise<FolderSurvey | null> {
  const device = await deviceOf(folder.path)
  const files: ScannedFile[] = []
  const problems: ScanProblem[] = []
  const offline = { folder, device: null, files: [], problems: [] }
  if (device === null) return offline
  const onProblem = (problem: ScanProblem) => void problems.push(problem)
  try {
    for await (const file of scan(folder.path, { exclude: folder.exclude, onProblem, signal })) {
      files.push(file)
      meter.add(1, 0, file.path)
    }
  } catch (cause) {
    if (!(cause instanceof ResightError)) throw cause
    if (cause.code === 'cancelled') return null
    if (cause.code === 'offline' || cause.code === 'unreadable') return offline
    throw cause
  }
  return { folder, device, files, problems }
}

async function requireFolder(path: string, known: boolean): Promise<void> {
  let isFolder
  try {
    isFolder = (await stat(path)).isDirectory()
    if (isFolder) await access(path, constants.R_OK | constants.X_OK)
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    if (!missing) {
      throw new ResightError('unreadable', `The folder ${path} cannot be listed`, {
        cause,
        remedy: 'Check its permissions and the drive it is on.',
      })
    }
    throw known
      ? new ResightError('offline', `The folder ${path} is not there at present`, {
          cause,
          remedy: 'Connect the drive it is on, or remove the folder from the library if it is gone for good.',
        })
      : new ResightError('not-found', `There is no folder ${path}`, { cause, remedy: 'Check how it is spelt.' })
  }
  if (!isFolder) {
    throw new ResightError('invalid-argument', `${path} is a file, not a folder`, { remedy: 'Give its folder.' })
  }
}
