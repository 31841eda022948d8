import type { AddReport, AddRequest, JobControl } from '../api.ts'
import type { EmbeddingSpace, PixelSpec } from '../types.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { listFiles } from './catalogue/files.ts'
import { listFolders, type RememberedFolder } from './catalogue/folders.ts'
import { lockForWriting } from './catalogue/lock.ts'
import { nextScan } from './catalogue/scans.ts'
import { ensureSpace } from './catalogue/spaces.ts'
import { listEncodedPhotos } from './catalogue/vectors.ts'
import type { DecodePool } from './decoded.ts'
import { compareWithCatalogue } from './indexing/compare.ts'
import type { EncodePhotos } from './indexing/encode.ts'
import { finishRun, recordProblems } from './indexing/finish.ts'
import { Meter } from './indexing/meter.ts'
import { Preparer } from './indexing/prepare.ts'
import { processWork } from './indexing/process.ts'
import { NOTHING, reportOf, sumOf } from './indexing/report.ts'
import { rememberRequested, type ScanFolder, surveyFolders } from './indexing/survey.ts'

/** The stages that indexing joins, and how. */
export interface IndexingStages {
  readonly catalogue: Catalogue
  readonly scan: ScanFolder
  readonly pool: DecodePool
  readonly encode: EncodePhotos
  /** The space that `encode` gives vectors of; need not be the active one. */
  readonly space: EmbeddingSpace
  /** What `encode` wants to be given. */
  readonly pixels: PixelSpec
  /** Photos an encoding and a transaction. Default 8. */
  readonly batch?: number
  /** Read files again that failed before and have not changed. Default false. */
  readonly retryFailed?: boolean
  /** Milliseconds since 1970, steady. */
  readonly now?: () => number
}

const DEFAULT_BATCH = 8

function steadyNow(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * Brings the catalogue up to date with folders on disk: scan → compare → hash → decode → encode → store.
 * Every file seen counts once in the report: as indexed (encoded now), unchanged, moved (its content was known), or
 * failed (now, or before and unchanged since).
 * @param request folders to add; null: every remembered one
 * @throws ResightError `busy` while another process changes the library; `not-found`, `offline`, `unreadable` for a
 * requested folder. A file that fails is recorded and does not stop the run.
 */
export async function indexFolders(
  request: AddRequest | null,
  stages: IndexingStages,
  control: JobControl = {},
): Promise<AddReport> {
  const { catalogue } = stages
  const lock = lockForWriting(catalogue)
  const ended = new AbortController()
  try {
    const folders = request === null ? listFolders(catalogue) : await rememberRequested(catalogue, request)
    const signal = AbortSignal.any([ended.signal, ...(control.signal === undefined ? [] : [control.signal])])
    return await run(folders, stages, { ...control, signal })
  } finally {
    // Nothing goes on decoding for a run that threw.
    ended.abort()
    lock.release()
  }
}

async function run(
  folders: readonly RememberedFolder[],
  stages: IndexingStages,
  control: JobControl & { readonly signal: AbortSignal },
): Promise<AddReport> {
  const { catalogue, pool, encode, pixels, now = steadyNow, batch = DEFAULT_BATCH } = stages
  const { signal, onProgress } = control
  const startMs = now()
  const scan = nextScan(catalogue)
  const space = ensureSpace(catalogue, stages.space)

  const scanning = new Meter('scan', null, onProgress, now)
  const surveys = await surveyFolders(folders, stages.scan, scanning, signal)
  scanning.end()
  if (surveys === null) return reportOf(NOTHING, { removed: 0, cancelled: true, seconds: (now() - startMs) / 1000 })

  const known = { files: listFiles(catalogue), encoded: listEncodedPhotos(catalogue, space.id) }
  const plan = compareWithCatalogue(surveys, known, stages.retryFailed)
  recordProblems(catalogue, plan, new Date(now()).toISOString())

  const preparer = new Preparer({ catalogue, pool, space, pixels, surveys, signal }, plan.work)
  const processing = { catalogue, space, pool, preparer, encode, pixels, batch, control, now }
  const { tally, cancelled } = await processWork(plan.work, processing)

  const seen = cancelled ? [] : await preparer.stillThere(plan.seen)
  const { removed } = finishRun(catalogue, plan, seen, scan)
  return reportOf(sumOf(plan.settled, tally), { removed, cancelled, seconds: (now() - startMs) / 1000 })
}
