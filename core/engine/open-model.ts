import { join } from 'node:path'
import type { Device } from '../api.ts'
import { openEncoder } from '../encoders/registry.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { ensureSpace } from '../library/catalogue/spaces.ts'
import { cachedTexts } from '../query/text-cache.ts'
import { openRerankers, type OpenRerankers } from '../rerank/registry.ts'
import type { Encoder, Matrix } from '../types.ts'
import { lazy, type Lazy } from './lazy.ts'
import { SpaceIndex } from './space-index.ts'

/** What every model of an engine is opened with. */
export interface ModelSurroundings {
  readonly catalogue: Catalogue
  /** In search order, see `modelsFoldersOf`. */
  readonly modelsFolders: readonly string[]
}

/** Where the runtime and the measurements of a library remember what they found on this machine. */
export function cacheFolderOf(catalogue: Catalogue): string {
  return join(catalogue.folder, 'cache')
}

/**
 * A model on a device, with the index of its space and all that works in that space. Each part is opened when first
 * needed. Whoever uses it leases it (`use`); `retire` closes it once the last user is done.
 */
export class OpenModel {
  readonly model: string
  readonly device: Device
  readonly encoder: Lazy<Encoder>
  readonly index: Lazy<SpaceIndex>
  readonly rerankers: Lazy<OpenRerankers>
  /** Remembers the vectors of words asked before. */
  readonly encodeTexts: (texts: readonly string[]) => Promise<Matrix>
  readonly #surroundings: ModelSurroundings
  #users = 0
  #idle = Promise.withResolvers<void>()

  constructor(
    model: string,
    device: Device,
    surroundings: ModelSurroundings,
    /** The index of this model's space where it is open already. */
    index: SpaceIndex | null = null,
  ) {
    const { catalogue, modelsFolders } = surroundings
    const cacheFolder = cacheFolderOf(catalogue)
    this.model = model
    this.device = device
    this.#surroundings = surroundings
    this.#idle.resolve()
    this.encoder = lazy(
      () => openEncoder(model, { device, modelsFolders, cacheFolder }),
      (opened) => opened.dispose(),
    )
    this.index = lazy(
      async () => {
        const { space } = await this.encoder.get()
        ensureSpace(catalogue, space)
        return index?.spaceId === space.id ? index : new SpaceIndex(catalogue, space)
      },
      () => undefined,
    )
    const ntotal = (): number => this.index.opened?.opened?.index.ntotal ?? 0
    this.rerankers = lazy(
      () => openRerankers({ device, cacheFolder, ntotal }),
      (opened) => opened.dispose(),
    )
    this.encodeTexts = cachedTexts(async (texts) => (await this.encoder.get()).encodeTexts(texts))
  }

  /** The same model elsewhere; the index, which knows no device, goes along. */
  on(device: Device): OpenModel {
    return new OpenModel(this.model, device, this.#surroundings, this.index.opened)
  }

  /** Runs work during which nothing of this is closed. */
  async use<T>(work: (model: this) => Promise<T>): Promise<T> {
    if (this.#users === 0) this.#idle = Promise.withResolvers<void>()
    this.#users += 1
    try {
      return await work(this)
    } finally {
      this.#users -= 1
      if (this.#users === 0) this.#idle.resolve()
    }
  }

  /** Closes what was opened, as soon as nobody uses it. Only for one that no new user can come to. */
  async retire(): Promise<void> {
    while (this.#users > 0) await this.#idle.promise
    for (const part of [this.rerankers, this.index, this.encoder]) await part.close()
  }
}
