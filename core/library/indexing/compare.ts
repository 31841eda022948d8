import { prefixRange } from '../catalogue/folders.ts'
import type { KnownFile } from '../catalogue/files.ts'
import type { ScannedFile, ScanProblem } from '../decoded.ts'
import { NOTHING, type Tally } from './report.ts'
import type { FolderSurvey } from './survey.ts'

/** A file as scanned, and what the catalogue knew of its path before. */
export interface Source {
  readonly file: ScannedFile
  readonly folderId: number
  readonly known: KnownFile | null
}

/** One photo to get into the catalogue. */
export interface Work {
  /** Null: new or changed content. Else a photo that only lacks a vector in this space. */
  readonly photoId: number | null
  /** One path; for a known photo every path that shows it, any of which will do. */
  readonly sources: readonly [Source, ...Source[]]
}

/** What a scan means for the catalogue. */
export interface Plan {
  readonly work: readonly Work[]
  /** Files that need no work: as they were, or failed before and as they were, or failed in the scan itself. */
  readonly settled: Tally
  /** What the scan itself could not look at. Files known at or below those paths are neither seen nor gone. */
  readonly problems: readonly { readonly problem: ScanProblem; readonly source: Source }[]
  readonly gone: readonly KnownFile[]
  readonly reassigned: readonly { readonly fileId: number; readonly folderId: number }[]
  /** Folders that were seen whole. */
  readonly seen: readonly FolderSurvey[]
}

/** What the catalogue holds, read at once. */
export interface KnownState {
  readonly files: readonly KnownFile[]
  /** Photos with a vector in the space to be filled. */
  readonly encoded: ReadonlySet<number>
}

/**
 * Compares what is on disk with what is known, by path, size and modification time. Touches nothing.
 *
 * A file is gone only where its folder can be trusted to be itself: an unmounted drive leaves an empty folder behind, on
 * another device. So a folder on another device than before, with none of its known files, counts as offline.
 * @param retryFailed read unchanged files again that failed before
 */
export function compareWithCatalogue(surveys: readonly FolderSurvey[], state: KnownState, retryFailed = false): Plan {
  const knownByPath = new Map(state.files.map((file) => [file.path, file]))
  const seen = surveys.filter((survey) => isItself(survey, state.files, knownByPath))
  const sources = mergeSources(surveys, knownByPath)
  const scannedFolders = new Set(surveys.filter(({ device }) => device !== null).map(({ folder }) => folder.id))
  const reads: Work[] = []
  const unencoded = new Map<number, [Source, ...Source[]]>()
  const reassigned: { fileId: number; folderId: number }[] = []
  let unchanged = 0
  let failedBefore = 0
  for (const source of sources.values()) {
    const { file, known } = source
    const same = known !== null && known.bytes === file.bytes && known.mtimeMs === file.mtimeMs
    if (!same || (known.failed && retryFailed)) {
      reads.push({ photoId: null, sources: [source] })
      continue
    }
    if (known.folderId !== source.folderId && scannedFolders.has(known.folderId)) {
      reassigned.push({ fileId: known.id, folderId: source.folderId })
    }
    if (known.failed || known.photoId === null) failedBefore += 1
    else if (state.encoded.has(known.photoId)) unchanged += 1
    else {
      const others = unencoded.get(known.photoId)
      if (others === undefined) unencoded.set(known.photoId, [source])
      else others.push(source)
      // The photo counts as indexed once, at its first path.
      if (others !== undefined) unchanged += 1
    }
  }
  const problems = new Map(
    surveys.flatMap(({ folder, problems: found }) =>
      found.map((problem) => [problem.path, { problem, source: problemSource(problem, folder.id, knownByPath) }]),
    ),
  )
  const unseen = [...problems.values()].filter(({ problem }) => !sources.has(problem.path))
  return {
    work: [...reads, ...[...unencoded].map(([photoId, paths]) => ({ photoId, sources: paths }))],
    settled: { ...NOTHING, unchanged, failed: failedBefore + unseen.length },
    problems: unseen,
    gone: findGone(seen, state.files, sources, [...problems.keys()]),
    reassigned,
    seen,
  }
}

function isItself(
  { folder, device, files }: FolderSurvey,
  known: readonly KnownFile[],
  knownByPath: ReadonlyMap<string, KnownFile>,
): boolean {
  if (device === null) return false
  if (folder.device === null || folder.device === device) return true
  return files.some((file) => knownByPath.has(file.path)) || !known.some((file) => file.folderId === folder.id)
}

/** One source a path. Where folders overlap, a file belongs to the innermost; to one not scanned now if it did before. */
function mergeSources(
  surveys: readonly FolderSurvey[],
  knownByPath: ReadonlyMap<string, KnownFile>,
): ReadonlyMap<string, Source> {
  const scanned = new Set(surveys.map(({ folder }) => folder.id))
  const sources = new Map<string, Source>()
  const outermostFirst = [...surveys].sort((a, b) => a.folder.path.length - b.folder.path.length)
  for (const { folder, files } of outermostFirst) {
    for (const file of files) {
      const known = knownByPath.get(file.path) ?? null
      const folderId = known !== null && !scanned.has(known.folderId) ? known.folderId : folder.id
      sources.set(file.path, { file, folderId, known })
    }
  }
  return sources
}

function findGone(
  seen: readonly FolderSurvey[],
  known: readonly KnownFile[],
  sources: ReadonlyMap<string, Source>,
  hidden: readonly string[],
): readonly KnownFile[] {
  const folders = new Set(seen.map(({ folder }) => folder.id))
  const isHidden = (path: string) =>
    hidden.some((problem) => path === problem || path.startsWith(prefixRange(problem)[0]))
  return known.filter((file) => folders.has(file.folderId) && !sources.has(file.path) && !isHidden(file.path))
}

/** Size and time are set to what no photo has, so that it is read as soon as the scan can see it again. */
function problemSource({ path }: ScanProblem, folderId: number, knownByPath: ReadonlyMap<string, KnownFile>): Source {
  return { file: { path, bytes: 0, mtimeMs: 0 }, folderId, known: knownByPath.get(path) ?? null }
}
