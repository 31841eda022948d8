import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (password: string, salt: Buffer, bytes: number, options: object) => Promise<Buffer>

/** OWASP's current floor for scrypt: N = 2^17, r = 8, p = 1, 128 MiB. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
export const MAX_PASSWORD_LENGTH = 1000

/** How often a password may be tried. */
const ATTEMPTS = 5
const WINDOW_MS = 60_000

/** A password, kept as its scrypt digest, and how often it may be tried: by everybody together, since addresses are cheap. */
export class LoginForm {
  readonly #salt = randomBytes(16)
  readonly #digest: Promise<Buffer>
  readonly #now: () => number
  #failedMs: readonly number[] = []
  /** One derivation at a time: each takes 128 MiB. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(password: string, now: () => number = Date.now) {
    this.#now = now
    this.#digest = this.#derive(password)
  }

  /** Seconds until the next attempt is allowed; 0: now. */
  get secondsToWait(): number {
    const recent = this.#failedMs.filter((ms) => this.#now() - ms < WINDOW_MS)
    return recent.length < ATTEMPTS ? 0 : Math.ceil((WINDOW_MS - (this.#now() - recent[0]!)) / 1000)
  }

  /** An attempt counts as failed until it has succeeded, so that many at once gain nothing. */
  async accepts(password: string): Promise<boolean> {
    const startedMs = this.#now()
    this.#failedMs = [...this.#failedMs.filter((ms) => startedMs - ms < WINDOW_MS), startedMs]
    const attempt = this.#turn.then(() => this.#derive(password))
    this.#turn = attempt.catch(() => undefined)
    const isRight = timingSafeEqual(await attempt, await this.#digest)
    if (isRight) this.#failedMs = []
    return isRight
  }

  #derive(password: string): Promise<Buffer> {
    return derive(password.normalize('NFC'), this.#salt, 32, COST)
  }
}
