import type { JobControl, Progress } from '../../api.ts'

/** Nobody reads faster, and a shell may be at the other end of a pipe. */
const REPORT_INTERVAL_MS = 200
/** Time constant of the moving average: long enough to be calm, short enough to notice a slow folder. */
const SMOOTHING_MS = 5000

/** Counts one phase of a job and reports it at most five times a second, with a smoothed rate and the time left. */
export class Meter {
  readonly #phase: Progress['phase']
  #total: number | null
  readonly #report: JobControl['onProgress']
  readonly #now: () => number
  readonly #startMs: number
  #done = 0
  #failed = 0
  #reportedMs = -Infinity
  #sampledMs: number
  #sampledDone = 0
  #rate = 0

  /** @param now milliseconds of any steady clock @param total how much there is to do; null: not known yet */
  constructor(phase: Progress['phase'], total: number | null, report: JobControl['onProgress'], now: () => number) {
    this.#phase = phase
    this.#total = total
    this.#report = report
    this.#now = now
    this.#startMs = now()
    this.#sampledMs = this.#startMs
    this.#emit(null)
  }

  add(done: number, failed: number, current: string | null): void {
    this.#done += done
    this.#failed += failed
    if (this.#now() - this.#reportedMs >= REPORT_INTERVAL_MS) this.#emit(current)
  }

  /** There is more to do than was known. */
  grow(more: number): void {
    if (this.#total !== null) this.#total += more
  }

  /** The last word of the phase is always said. */
  end(): void {
    this.#emit(null)
  }

  #emit(current: string | null): void {
    this.#reportedMs = this.#now()
    this.#sample()
    const left = this.#total === null || this.#rate === 0 ? null : (this.#total - this.#done) / this.#rate
    this.#report?.({
      phase: this.#phase,
      done: this.#done,
      total: this.#total,
      ratePerSecond: this.#rate,
      secondsLeft: left === null ? null : Math.max(0, left),
      failed: this.#failed,
      current,
    })
  }

  /** Exponential moving average over uneven steps; the plain mean until there is a time constant's worth of them. */
  #sample(): void {
    const now = this.#now()
    const elapsedMs = now - this.#sampledMs
    if (elapsedMs <= 0) return
    const rate = (1000 * (this.#done - this.#sampledDone)) / elapsedMs
    const weight = Math.max(1 - Math.exp(-elapsedMs / SMOOTHING_MS), elapsedMs / (now - this.#startMs))
    this.#rate += weight * (rate - this.#rate)
    this.#sampledMs = now
    this.#sampledDone = this.#done
  }
}
