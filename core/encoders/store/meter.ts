/** What a person sees of a download or an import. */
export interface StoreProgress {
  readonly phase: 'download' | 'check' | 'copy'
  /** The file under way, as the model's folder names it. */
  readonly file: string
  /** Of all files of the phase. */
  readonly doneBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: number
  /** null until the rate is known */
  readonly secondsLeft: number | null
}

/** The rate is that of the last seconds: what matters is how it goes now. */
const WINDOW_MS = 10_000
const REPORT_EVERY_MS = 100

/** Turns byte counts into progress: rate over a sliding window, time left from it, reports at a bounded pace. */
export class Meter {
  readonly #phase: StoreProgress['phase']
  readonly #totalBytes: number
  readonly #report: ((progress: StoreProgress) => void) | undefined
  readonly #now: () => number
  readonly #samples: { readonly atMs: number; readonly bytes: number }[] = []
  #reportedMs = -Infinity
  /** Tells what was held back, should nothing follow it: a download may stand still. */
  #later: NodeJS.Timeout | undefined

  constructor(
    phase: StoreProgress['phase'],
    totalBytes: number,
    report: ((progress: StoreProgress) => void) | undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#phase = phase
    this.#totalBytes = totalBytes
    this.#report = report
    this.#now = now
  }

  /** @param doneBytes of all files, those from earlier runs included: they don't count as speed */
  update(file: string, doneBytes: number): void {
    const atMs = this.#now()
    this.#samples.push({ atMs, bytes: doneBytes })
    while (this.#samples.length > 2 && atMs - this.#samples[1]!.atMs > WINDOW_MS) this.#samples.shift()
    clearTimeout(this.#later)
    const waitMs = this.#reportedMs + REPORT_EVERY_MS - atMs
    if (waitMs > 0 && doneBytes < this.#totalBytes) {
      this.#later = setTimeout(() => this.#tell(file, doneBytes), waitMs).unref()
    } else this.#tell(file, doneBytes)
  }

  /** Drops what was held back: nothing more is told of a phase that has ended. */
  end(): void {
    clearTimeout(this.#later)
  }

  #tell(file: string, doneBytes: number): void {
    const atMs = this.#now()
    this.#reportedMs = atMs
    const first = this.#samples[0]!
    const seconds = (atMs - first.atMs) / 1000
    const bytesPerSecond = seconds > 0 ? Math.max(0, doneBytes - first.bytes) / seconds : 0
    this.#report?.({
      phase: this.#phase,
      file,
      doneBytes,
      totalBytes: this.#totalBytes,
      bytesPerSecond,
      secondsLeft: bytesPerSecond > 0 ? (this.#totalBytes - doneBytes) / bytesPerSecond : null,
    })
  }
}
