import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt) as (password: string, salt: Buffer, bytes: number, options: object) => Promise<Buffer>

/** OWASP's current floor for scrypt: N = 2^17, r = 8, p = 1, 128 MiB. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
export const MAX_PASSWORD_LENGTH = 1000

/** How often a password may be tried from one address, and from all together: addresses are cheap. */
const ATTEMPTS = 5
const ATTEMPTS_OF_ALL = 30
const WINDOW_MS = 60_000

interface Attempt {
  readonly address: string
  readonly atMs: number
}

/** A password, kept as its scrypt digest, and how often it may be tried. */
export class LoginForm {
  readonly #salt = randomBytes(16)
  readonly #digest: Promise<Buffer>
  readonly #now: () => number
  #failed: readonly Attempt[] = []
  /** One derivation at a time: each takes 128 MiB. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(password: string, now: () => number = Date.now) {
    this.#now = now
    this.#digest = this.#derive(password)
  }

  /** Seconds until the next attempt from an address is allowed; 0: now. */
  secondsToWait(address: string): number {
    const all = this.#recent()
    const own = all.filter((attempt) => attempt.address === address)
    const first = own.length >= ATTEMPTS ? own[0] : all.length >= ATTEMPTS_OF_ALL ? all[0] : undefined
    return first === undefined ? 0 : Math.ceil((first.atMs + WINDOW_MS - this.#now()) / 1000)
  }

  /** An attempt counts as failed until it has succeeded, so that many at once gain nothing. */
  async accepts(password: string, address: string): Promise<boolean> {
    this.#failed = [...this.#recent(), { address, atMs: this.#now() }]
    const attempt = this.#turn.then(() => this.#derive(password))
    this.#turn = attempt.catch(() => undefined)
    const isRight = timingSafeEqual(await attempt, await this.#digest)
    if (isRight) this.#failed = this.#failed.filter((other) => other.address !== address)
    return isRight
  }

  #recent(): readonly Attempt[] {
    return this.#failed.filter(({ atMs }) => this.#now() - atMs < WINDOW_MS)
  }

  #derive(password: string): Promise<Buffer> {
    return derive(password.normalize('NFC'), this.#salt, 32, COST)
  }
}
