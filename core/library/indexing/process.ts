import type { JobControl } from '../../api.ts'
import type { PixelSpec } from '../../types.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { StoredSpace } from '../catalogue/spaces.ts'
import type { DecodePool } from '../decoded.ts'
import type { Work } from './compare.ts'
import { encodeBatch, type EncodePhotos } from './encode.ts'
import { Meter } from './meter.ts'
import { untilResumed } from './pause.ts'
import { Prefetch } from './prefetch.ts'
import type { Prepared, Preparer } from './prepare.ts'
import { NOTHING, sumOf, type Tally } from './report.ts'
import { storeBatch } from './store.ts'

/** No photo waits longer than this for its batch to fill: what a killed process can lose. */
const COMMIT_INTERVAL_MS = 1000

/** What turns work into rows of the catalogue. */
export interface Processing {
  readonly catalogue: Catalogue
  readonly space: StoredSpace
  readonly pool: DecodePool
  readonly preparer: Preparer
  readonly encode: EncodePhotos
  readonly pixels: PixelSpec
  /** Photos a batch. */
  readonly batch: number
  readonly control: JobControl & { readonly signal: AbortSignal }
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Decodes, encodes and stores until nothing is left: decoding runs ahead while a batch is encoded, up to two more
 * batches. What was postponed, copies of photos in hand, comes round again when those are stored.
 * @returns what it came to, and whether it ended before its time
 */
export async function processWork(
  work: readonly Work[],
  processing: Processing,
): Promise<{ readonly tally: Tally; readonly cancelled: boolean }> {
  let tally = NOTHING
  let cancelled = false
  if (work.length === 0) return { tally, cancelled }
  const meter = new Meter('encode', work.length, processing.control.onProgress, processing.now)
  for (let round = work; round.length > 0 && !cancelled;) {
    const postponed: Work[] = []
    for await (const prepared of batches(round, processing)) {
      const done = await processBatch(prepared, processing)
      tally = sumOf(tally, done)
      cancelled ||= prepared.some(({ kind }) => kind === 'cancelled')
      for (const item of prepared) if (item.kind === 'postponed') postponed.push(item.work)
      const over = prepared.filter(({ kind }) => kind !== 'postponed' && kind !== 'cancelled')
      meter.add(over.length, done.failed, pathOf(over.at(-1)))
    }
    cancelled ||= processing.control.signal.aborted
    round = postponed
  }
  meter.end()
  return { tally, cancelled }
}

async function* batches(work: readonly Work[], processing: Processing): AsyncGenerator<readonly Prepared[]> {
  const { pool, preparer, batch, control } = processing
  const mayBegin = async () => {
    await untilResumed(control)
    return !control.signal.aborted
  }
  const prefetch = new Prefetch(work, 2 * pool.workers + 2 * batch, mayBegin, (item) => preparer.prepare(item))
  for (;;) {
    const prepared = await prefetch.take(batch, COMMIT_INTERVAL_MS)
    if (prepared.length === 0) return
    yield prepared
  }
}

async function processBatch(prepared: readonly Prepared[], processing: Processing): Promise<Tally> {
  const { catalogue, space, preparer, encode, pixels, now } = processing
  const decoded = prepared.filter((item) => item.kind === 'decoded')
  const pictures = decoded.map((item) => item.pixels)
  const encoded = await encodeBatch(pictures, encode, space, pixels)
  const finished = decoded.map(({ source, photo }, i) => ({ source, photo, encoded: encoded[i] ?? null }))
  const tally = storeBatch(catalogue, space, finished, prepared, new Date(now()).toISOString())
  for (const { photo, encoded: done } of finished) {
    if (done === null) preparer.claims.fail(photo.contentHash)
    else preparer.claims.release(photo.contentHash)
  }
  return tally
}

function pathOf(prepared: Prepared | undefined): string | null {
  if (prepared === undefined) return null
  if (prepared.kind === 'failed') return prepared.failures[0]?.source.file.path ?? null
  return prepared.kind === 'decoded' || prepared.kind === 'linked' ? prepared.source.file.path : null
}
