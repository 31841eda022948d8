import type { JobControl } from '../../api.ts'
import type { EmbeddingSpace, PixelSpec } from '../../types.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { ensureSpace, type StoredSpace } from '../catalogue/spaces.ts'
import { listUnencoded } from '../catalogue/unencoded.ts'
import type { DecodePool } from '../decoded.ts'
import { encodeBatch, type EncodePhotos } from './encode.ts'
import { Meter } from './meter.ts'
import { untilResumed } from './pause.ts'
import { Prefetch } from './prefetch.ts'
import { type Reread, reread } from './reread.ts'
import { storeVectors } from './store-vectors.ts'

/** What re-encoding joins. */
export interface ReencodingStages {
  readonly catalogue: Catalogue
  /** Called when there is something to decode. */
  readonly openPool: () => Promise<DecodePool>
  readonly encode: EncodePhotos
  /** The space that `encode` gives vectors of. */
  readonly space: EmbeddingSpace
  /** What `encode` wants to be given. */
  readonly pixels: PixelSpec
  /** Photos a transaction: what a killed process can lose. Default 8. */
  readonly batch?: number
  /** Milliseconds since 1970, steady. */
  readonly now?: () => number
}

export interface ReencodingTally {
  readonly encoded: number
  /** Photos that could not be read, or that the encoder cannot do. */
  readonly failed: number
  /** Photos whose files are offline, gone or changed since the last scan. */
  readonly outOfReach: number
  /** Time spent on it, pauses left out. */
  readonly workSeconds: number
}

const DEFAULT_BATCH = 8
/** No photo waits longer than this for its batch to fill. */
const COMMIT_INTERVAL_MS = 1000

/**
 * Gives every known photo a vector in another space, newest first, photo by photo from its files. Takes no lock: others
 * may add and remove photos meanwhile, and what they add is caught up with by calling `catchUp` again. What is in the
 * space already is left alone, so that an interrupted run is gone on with by the next.
 */
export class Reencoding {
  readonly #stages: ReencodingStages
  readonly #space: StoredSpace
  readonly #now: () => number
  readonly #report: JobControl['onProgress']
  #meter: Meter | null = null
  /** Whatever became of them: none is tried twice in a run. */
  readonly #tried = new Set<number>()
  #tally: ReencodingTally = { encoded: 0, failed: 0, outOfReach: 0, workSeconds: 0 }

  constructor(stages: ReencodingStages, onProgress: JobControl['onProgress']) {
    this.#stages = stages
    this.#space = ensureSpace(stages.catalogue, stages.space)
    this.#now = stages.now ?? (() => performance.timeOrigin + performance.now())
    this.#report = onProgress
  }

  get tally(): ReencodingTally {
    return this.#tally
  }

  /** Encodes until no photo is left that was not tried. @returns false: stopped by the signal */
  async catchUp(control: Omit<JobControl, 'signal'> & { readonly signal: AbortSignal }): Promise<boolean> {
    for (;;) {
      if (control.signal.aborted) return false
      const photos = listUnencoded(this.#stages.catalogue, this.#space.id).filter((id) => !this.#tried.has(id))
      if (photos.length === 0) break
      if (this.#meter === null) this.#meter = new Meter('encode', photos.length, this.#report, this.#now)
      else this.#meter.grow(photos.length)
      for (const photoId of photos) this.#tried.add(photoId)
      if (!(await this.#encode(photos, control))) return false
    }
    this.#meter?.end()
    return true
  }

  async #encode(photos: readonly number[], control: JobControl & { readonly signal: AbortSignal }): Promise<boolean> {
    const { catalogue, pixels, batch = DEFAULT_BATCH } = this.#stages
    const { signal } = control
    const pool = await this.#stages.openPool()
    let wasStopped = false
    let pausedMs = 0
    const beganMs = this.#now()
    const mayBegin = async () => {
      const askedMs = this.#now()
      await untilResumed(control)
      pausedMs += this.#now() - askedMs
      return !signal.aborted
    }
    // Little ahead: a person's query photo waits in the same queue.
    const ahead = new Prefetch(photos, batch + pool.workers, mayBegin, (photoId) =>
      reread(photoId, { catalogue, pool, pixels, signal }),
    )
    for (;;) {
      const taken = await ahead.take(batch, COMMIT_INTERVAL_MS)
      if (taken.length === 0) break
      // By the signal, or because the pool was closed.
      wasStopped ||= taken.some(({ kind }) => kind === 'cancelled')
      await this.#process(taken)
    }
    const workSeconds = this.#tally.workSeconds + (this.#now() - beganMs - pausedMs) / 1000
    this.#tally = { ...this.#tally, workSeconds }
    return !wasStopped
  }

  async #process(taken: readonly Reread[]): Promise<void> {
    const { catalogue, encode, pixels } = this.#stages
    const decoded = taken.filter((item) => item.kind === 'decoded')
    const pictures = decoded.map((item) => item.pixels)
    const encoded = await encodeBatch(pictures, encode, this.#space, pixels)
    const done = decoded.map((item, i) => ({ reread: item, encoded: encoded[i] ?? null }))
    const failures = taken.filter((item) => item.kind === 'failed')
    const failedAt = new Date(this.#now()).toISOString()
    const stored = storeVectors(catalogue, this.#space, done, failures, failedAt)
    this.#tally = {
      ...this.#tally,
      encoded: this.#tally.encoded + stored.encoded,
      failed: this.#tally.failed + stored.failed,
      outOfReach: this.#tally.outOfReach + taken.filter(({ kind }) => kind === 'out of reach').length,
    }
    const over = taken.filter(({ kind }) => kind !== 'cancelled').length
    this.#meter?.add(over, stored.failed, decoded.at(-1)?.file.path ?? null)
  }
}
