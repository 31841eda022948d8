import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openIndex, type OpenedIndex } from '../index/open-index.ts'
import { writeSnapshot } from '../index/snapshot.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { requireSpace } from '../library/catalogue/spaces.ts'
import { listVectorIds } from '../library/catalogue/vector-ids.ts'
import { readSpaceVectors, readVectors } from '../library/catalogue/vectors.ts'
import type { EmbeddingSpace, VectorIndex } from '../types.ts'

/** Where snapshots lie in a library folder. */
export const SNAPSHOTS_FOLDER = 'index'

/** The snapshot of a space; it may not be there. */
export function snapshotPathOf(catalogue: Catalogue, spaceId: string): string {
  const name = createHash('sha256').update(spaceId).digest('hex').slice(0, 24)
  return join(catalogue.folder, SNAPSHOTS_FOLDER, `${name}.snapshot`)
}

/** Vectors fetched at a time while following the catalogue: 8 MB at 512 components. */
const STEP = 4096

/**
 * The index of one space, kept in step with the catalogue, which may change under it: this process or another may be
 * indexing. A photo's vector in a space never changes (both are known by content), so following means adding the ids
 * that came and removing those that went.
 */
export class SpaceIndex {
  readonly #catalogue: Catalogue
  readonly #space: EmbeddingSpace
  readonly #snapshotPath: string
  #opened: OpenedIndex | null = null
  /** Of the catalogue when the index was last brought up to it. */
  #generation = -1
  #savedGeneration = -1
  #turn: Promise<unknown> = Promise.resolve()

  constructor(catalogue: Catalogue, space: EmbeddingSpace) {
    this.#catalogue = catalogue
    this.#space = space
    this.#snapshotPath = snapshotPathOf(catalogue, space.id)
  }

  get spaceId(): string {
    return this.#space.id
  }

  /** What is in memory, without opening it. */
  get opened(): OpenedIndex | null {
    return this.#opened
  }

  /** The index as of now; opened at the first call. */
  current(): Promise<VectorIndex> {
    return this.#inTurn(async () => {
      this.#opened ??= await this.#open()
      const { generation } = requireSpace(this.#catalogue, this.#space.id)
      if (generation !== this.#generation) {
        this.#follow(this.#opened.index)
        this.#generation = generation
      }
      return this.#opened.index
    })
  }

  /** Writes the snapshot that the next start reads, where there is something new to write. */
  async save(): Promise<void> {
    const index = await this.current()
    await this.#inTurn(async () => {
      if (this.#savedGeneration === this.#generation) return
      const key = { space: this.#space, generation: this.#generation, path: this.#snapshotPath }
      await writeSnapshot(index, key)
      this.#savedGeneration = this.#generation
    })
  }

  async #open(): Promise<OpenedIndex> {
    mkdirSync(join(this.#catalogue.folder, SNAPSHOTS_FOLDER), { recursive: true })
    let { generation } = requireSpace(this.#catalogue, this.#space.id)
    const opened = await openIndex({
      space: this.#space,
      generation,
      snapshotPath: this.#snapshotPath,
      loadVectors: () => {
        const stored = readSpaceVectors(this.#catalogue, this.#space.id)
        generation = stored.generation
        return { ids: stored.ids, matrix: stored.vectors }
      },
    })
    this.#generation = generation
    this.#savedGeneration = opened.from === 'snapshot' ? generation : -1
    return opened
  }

  #follow(index: VectorIndex): void {
    const wanted = listVectorIds(this.#catalogue, this.#space.id)
    const held = new Set(index.ids)
    index.remove([...held].filter((id) => !wanted.has(id)))
    const missing = [...wanted].filter((id) => !held.has(id))
    for (let start = 0; start < missing.length; start += STEP) {
      const ids = missing.slice(start, start + STEP)
      index.add(ids, readVectors(this.#catalogue, this.#space.id, ids))
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}
