/**
 * Which contents are being worked on, so that a photo that lies in a folder twice is decoded and encoded once.
 * A content that failed may be claimed by all: its copies then each fail, or succeed, on their own.
 */
export class Claims {
  readonly #held = new Set<string>()
  readonly #failed = new Set<string>()

  /** @returns false: another file with this content is in hand */
  take(contentHash: string): boolean {
    if (this.#failed.has(contentHash)) return true
    if (this.#held.has(contentHash)) return false
    this.#held.add(contentHash)
    return true
  }

  release(contentHash: string): void {
    this.#held.delete(contentHash)
  }

  fail(contentHash: string): void {
    this.#held.delete(contentHash)
    this.#failed.add(contentHash)
  }
}
