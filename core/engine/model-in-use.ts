import type { Device } from '../api.ts'
import { DEFAULT_MODEL } from '../encoders/registry.ts'
import { activeSpace } from '../library/catalogue/spaces.ts'
import { type ModelSurroundings, OpenModel } from './open-model.ts'

/**
 * The model that answers, and how it gives way to another: new work goes to the new one from one moment to the next,
 * work under way ends on the old one, which is closed after that.
 */
export class ModelInUse {
  readonly #surroundings: ModelSurroundings
  #current: OpenModel
  /** Named by whoever opened the engine; then the library's active space is not followed. */
  #isPinned: boolean
  readonly #retiring = new Set<Promise<void>>()

  /** @param pinned null: the model of the library's active space, else the built-in one */
  constructor(pinned: string | null, device: Device, surroundings: ModelSurroundings) {
    this.#surroundings = surroundings
    this.#isPinned = pinned !== null
    const model = pinned ?? activeSpace(surroundings.catalogue)?.model ?? DEFAULT_MODEL
    this.#current = new OpenModel(model, device, surroundings)
  }

  /** Of this moment: another process, too, may have switched the library to another model. */
  get current(): OpenModel {
    const active = this.#isPinned ? null : activeSpace(this.#surroundings.catalogue)
    if (active !== null && active.model !== this.#current.model) {
      this.replace(new OpenModel(active.model, this.#current.device, this.#surroundings))
    }
    return this.#current
  }

  get isPinned(): boolean {
    return this.#isPinned
  }

  /** Runs work on the model of this moment. */
  use<T>(work: (model: OpenModel) => Promise<T>): Promise<T> {
    return this.current.use(work)
  }

  /** From now on `next` answers. */
  replace(next: OpenModel): void {
    const old = this.#current
    this.#current = next
    const retiring = old.retire().finally(() => this.#retiring.delete(retiring))
    // What cannot be closed cleanly is of no use to anybody any more.
    retiring.catch(() => undefined)
    this.#retiring.add(retiring)
  }

  /** As `replace`, for a model that the library was switched to: it is followed from now on. */
  switchTo(next: OpenModel): void {
    this.#isPinned = false
    this.replace(next)
  }

  async close(): Promise<void> {
    await this.#current.retire()
    await Promise.allSettled(this.#retiring)
  }
}
