/**
 * Runs `work` over a list ahead of whoever takes the results, in order of completion. At most `limit` items are begun
 * and not yet taken: that bounds memory, and a taker that is busy, even one that blocks the event loop, finds work done
 * meanwhile by other processes.
 */
export class Prefetch<Item, Result> {
  readonly #items: readonly Item[]
  readonly #limit: number
  readonly #mayBegin: () => Promise<boolean>
  readonly #work: (item: Item) => Promise<Result>
  readonly #ready: Result[] = []
  #next = 0
  #working = 0
  #feeding = false
  #stopped = false
  #failure: { readonly cause: unknown } | null = null
  #wake: () => void = () => undefined

  /** @param mayBegin awaited before each item; false: begin no more */
  constructor(
    items: readonly Item[],
    limit: number,
    mayBegin: () => Promise<boolean>,
    work: (item: Item) => Promise<Result>,
  ) {
    this.#items = items
    this.#limit = limit
    this.#mayBegin = mayBegin
    this.#work = work
    void this.#feed()
  }

  /**
   * Waits for `count` results; gives fewer when `maxWaitMs` has passed since there was one, or at the end.
   * @returns empty: all done. @throws what `work` or `mayBegin` threw
   */
  async take(count: number, maxWaitMs: number): Promise<readonly Result[]> {
    let deadlineMs = Infinity
    for (;;) {
      if (this.#failure !== null) throw this.#failure.cause
      const available = this.#ready.length
      if (available > 0 && deadlineMs === Infinity) deadlineMs = performance.now() + maxWaitMs
      if (available >= count || this.#isOver() || performance.now() >= deadlineMs) {
        const taken = this.#ready.splice(0, count)
        void this.#feed()
        return taken
      }
      await this.#somethingNew(deadlineMs - performance.now())
    }
  }

  #isOver(): boolean {
    return (this.#stopped || this.#next === this.#items.length) && this.#working === 0 && !this.#feeding
  }

  async #feed(): Promise<void> {
    if (this.#feeding) return
    this.#feeding = true
    try {
      while (!this.#stopped && this.#next < this.#items.length && this.#working + this.#ready.length < this.#limit) {
        if (!(await this.#mayBegin())) {
          this.#stopped = true
          break
        }
        const item = this.#items[this.#next] as Item
        this.#next += 1
        this.#working += 1
        void this.#one(item)
      }
    } catch (cause) {
      this.#fail(cause)
    } finally {
      this.#feeding = false
      this.#wake()
    }
  }

  async #one(item: Item): Promise<void> {
    try {
      this.#ready.push(await this.#work(item))
    } catch (cause) {
      this.#fail(cause)
    }
    this.#working -= 1
    void this.#feed()
    this.#wake()
  }

  #fail(cause: unknown): void {
    this.#failure ??= { cause }
    this.#stopped = true
  }

  async #somethingNew(maxWaitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = Number.isFinite(maxWaitMs) ? setTimeout(resolve, Math.max(0, maxWaitMs)) : undefined
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
