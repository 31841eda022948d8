import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const LIFETIME_MS = 7 * 24 * 3_600_000
/** Far more than one person's browsers; the oldest go first. */
const MAX_SESSIONS = 200

/** 256 random bits, to be put into an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** In a time that does not depend on where they differ, whatever their lengths. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret))
}

/** Browsers that have shown the token or the password. Only digests are kept, for this process's life. */
export class Sessions {
  readonly #now: () => number
  readonly #endsMs = new Map<string, number>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @returns what the browser shows from now on */
  begin(): string {
    const secret = newSecret()
    this.#endsMs.set(key(secret), this.#now() + LIFETIME_MS)
    for (const oldest of this.#endsMs.keys()) {
      if (this.#endsMs.size <= MAX_SESSIONS) break
      this.#endsMs.delete(oldest)
    }
    return secret
  }

  has(secret: string): boolean {
    const endMs = this.#endsMs.get(key(secret))
    return endMs !== undefined && this.#now() < endMs
  }
}

function key(secret: string): string {
  return digest(secret).toString('base64')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
