/** What a paused job waits at. */
export class Gate {
  #waiting: PromiseWithResolvers<void> | null = null

  /** Resolves when the gate is open: at once, most of the time. */
  async opened(): Promise<void> {
    while (this.#waiting !== null) await this.#waiting.promise
  }

  set(closed: boolean): void {
    if (closed) {
      this.#waiting ??= Promise.withResolvers()
    } else {
      this.#waiting?.resolve()
      this.#waiting = null
    }
  }
}
