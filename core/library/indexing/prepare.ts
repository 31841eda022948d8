import { type Pixels, type PixelSpec, ResightError } from '../../types.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { findPhotoByHash, listPhotoSizes, readContentHash } from '../catalogue/photos.ts'
import { hasVector } from '../catalogue/vectors.ts'
import type { StoredSpace } from '../catalogue/spaces.ts'
import { type DecodedPhoto, type DecodePool, PhotoError } from '../decoded.ts'
import { Claims } from './claims.ts'
import type { Source, Work } from './compare.ts'
import { deviceOf, type FolderSurvey } from './survey.ts'

/** Longest side of the thumbnails kept: two screen pixels for each of a 256-pixel tile. */
export const THUMBNAIL_PX = 512

/** A path that gave no picture, and why. */
export interface SourceFailure {
  readonly source: Source
  readonly error: PhotoError
}

/** What became of one piece of work before the encoder. */
export type Prepared =
  /** Its content is in the catalogue, vector and all. */
  | { readonly kind: 'linked'; readonly source: Source; readonly photoId: number }
  | { readonly kind: 'decoded'; readonly source: Source; readonly photo: DecodedPhoto; readonly pixels: Pixels }
  | { readonly kind: 'failed'; readonly failures: readonly SourceFailure[] }
  /** Another file with the same content is in hand: to be looked at again once that is in the catalogue. */
  | { readonly kind: 'postponed'; readonly work: Work }
  /** Gone or offline since the scan: the next scan will see to it. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'cancelled' }

export interface PrepareContext {
  readonly catalogue: Catalogue
  readonly pool: DecodePool
  readonly space: StoredSpace
  readonly pixels: PixelSpec
  readonly surveys: readonly FolderSurvey[]
  readonly signal: AbortSignal
}

/**
 * Hash and decode. A file is hashed on its own only where its size says that its content may be known already, else
 * in the same reading as it is decoded.
 */
export class Preparer {
  readonly claims = new Claims()
  readonly #context: PrepareContext
  readonly #sizes: Map<number, number>
  /** Folders whose drive went away during the run. */
  readonly #lost = new Set<number>()

  constructor(context: PrepareContext, work: readonly Work[]) {
    this.#context = context
    this.#sizes = new Map([...listPhotoSizes(context.catalogue)].map((bytes) => [bytes, 1]))
    for (const { sources } of work) {
      const { bytes } = sources[0].file
      this.#sizes.set(bytes, (this.#sizes.get(bytes) ?? 0) + 1)
    }
  }

  /** Whether a folder is still what was scanned: a drive may be unplugged at any moment. */
  async isStillThere(folderId: number): Promise<boolean> {
    if (this.#lost.has(folderId)) return false
    const survey = this.#context.surveys.find(({ folder }) => folder.id === folderId)
    if (survey === undefined || (await deviceOf(survey.folder.path)) === survey.device) return true
    this.#lost.add(folderId)
    return false
  }

  /** Those of the folders that are still as they were when scanned. */
  async stillThere(surveys: readonly FolderSurvey[]): Promise<readonly FolderSurvey[]> {
    const there: FolderSurvey[] = []
    for (const survey of surveys) if (await this.isStillThere(survey.folder.id)) there.push(survey)
    return there
  }

  /** @throws what is no single file's fault, e.g. a pool that cannot start */
  async prepare(work: Work): Promise<Prepared> {
    const failures: SourceFailure[] = []
    for (const source of work.sources) {
      if (this.#lost.has(source.folderId)) continue
      try {
        return await this.#read(work, source)
      } catch (error) {
        if (error instanceof ResightError && error.code === 'cancelled') return { kind: 'cancelled' }
        if (!(error instanceof PhotoError)) throw error
        const isGone = error.code === 'not-found'
        const mayBeOffline = isGone || error.code === 'unreadable'
        if (mayBeOffline && !(await this.isStillThere(source.folderId))) continue
        if (!isGone) failures.push({ source, error })
      }
    }
    return failures.length === 0 ? { kind: 'dropped' } : { kind: 'failed', failures }
  }

  async #read(work: Work, source: Source): Promise<Prepared> {
    const { catalogue, pool, pixels, signal } = this.#context
    const isKnown = work.photoId !== null
    let claimed: string | null = null
    if (!isKnown && (this.#sizes.get(source.file.bytes) ?? 0) > 1) {
      const contentHash = await pool.hash(source.file.path, signal)
      const settled = this.#settle(contentHash, work, source)
      if (settled !== null) return settled
      claimed = contentHash
    }
    try {
      const photo = await pool.decode(
        { path: source.file.path, pixels, thumbnailPx: isKnown ? null : THUMBNAIL_PX, metadata: !isKnown },
        signal,
      )
      if (photo.pixels === null)
        throw new ResightError('internal', `${source.file.path} was decoded without its pixels`)
      const decoded = { kind: 'decoded', source, photo, pixels: photo.pixels } as const
      if (photo.contentHash === claimed) return decoded
      // The file changed since it was hashed, or was not hashed before.
      if (claimed !== null) this.claims.release(claimed)
      claimed = null
      if (isKnown && photo.contentHash !== readContentHash(catalogue, work.photoId)) return { kind: 'dropped' }
      return this.#settle(photo.contentHash, work, source) ?? decoded
    } catch (error) {
      if (claimed !== null) this.claims.fail(claimed)
      throw error
    }
  }

  /** @returns null: the content is new, and now claimed by this file */
  #settle(contentHash: string, work: Work, source: Source): Prepared | null {
    const { catalogue, space } = this.#context
    const photoId = findPhotoByHash(catalogue, contentHash)
    if (photoId !== null && hasVector(catalogue, space, photoId)) return { kind: 'linked', source, photoId }
    return this.claims.take(contentHash) ? null : { kind: 'postponed', work }
  }
}
