import type { Progress } from '../../core/api.ts'
import { formatCount, formatDuration, printable } from './format.ts'
import type { Output } from './output.ts'

const PHASE_NAMES: Record<Progress['phase'], string> = { scan: 'Scanning', encode: 'Encoding', index: 'Indexing' }
const BAR_CELLS = 24

/** `Encoding  ██████░░░░  1,200/5,000  45/s  1 min 24 s left  2 failed  IMG_2031.JPG`, cut to `columns`. */
export function progressLine(progress: Progress, columns: number): string {
  const parts = [PHASE_NAMES[progress.phase].padEnd(8)]
  if (progress.total === null) {
    parts.push(`${formatCount(progress.done)} files`)
  } else {
    const filled = progress.total === 0 ? BAR_CELLS : Math.round((BAR_CELLS * progress.done) / progress.total)
    parts.push('█'.repeat(filled) + '░'.repeat(Math.max(0, BAR_CELLS - filled)))
    parts.push(`${formatCount(progress.done)}/${formatCount(progress.total)}`)
  }
  if (progress.ratePerSecond > 0) parts.push(`${progress.ratePerSecond.toFixed(progress.ratePerSecond < 10 ? 1 : 0)}/s`)
  if (progress.secondsLeft !== null) parts.push(`${formatDuration(progress.secondsLeft)} left`)
  if (progress.failed > 0) parts.push(`${formatCount(progress.failed)} failed`)
  if (progress.current !== null) parts.push(printable(progress.current.split(/[\\/]/).at(-1) ?? ''))
  return parts.join('  ').slice(0, Math.max(0, columns - 1))
}

/** Draws progress: a bar that redraws itself on a terminal, one line a phase elsewhere. */
export class ProgressView {
  readonly #output: Output
  #phase: Progress['phase'] | null = null
  #drawn = false

  constructor(output: Output) {
    this.#output = output
  }

  show(progress: Progress): void {
    const { terminal } = this.#output
    if (terminal !== null) {
      terminal.write(`\r\u001b[2K${progressLine(progress, terminal.columns)}`)
      this.#drawn = true
      return
    }
    if (progress.phase === this.#phase) return
    this.#phase = progress.phase
    const total = progress.total === null ? '' : ` ${formatCount(progress.total)} photos`
    this.#output.err(`${PHASE_NAMES[progress.phase]}${total} …`)
  }

  /** Progress of an evaluation; only on a terminal, since it ends with figures anyway. */
  showQueries(done: number, total: number): void {
    const { terminal } = this.#output
    if (terminal === null || (done % 20 !== 0 && done !== total)) return
    terminal.write(`\r\u001b[2KAsking    ${formatCount(done)}/${formatCount(total)} queries`)
    this.#drawn = true
  }

  /** A line that replaces the one before; only on a terminal. */
  showText(text: string): void {
    const { terminal } = this.#output
    if (terminal === null) return
    terminal.write(`\r\u001b[2K${printable(text).slice(0, Math.max(0, terminal.columns - 1))}`)
    this.#drawn = true
  }

  /** Clears the bar, so that the next line starts clean. */
  end(): void {
    if (this.#drawn) this.#output.terminal?.write('\r\u001b[2K')
    this.#drawn = false
  }
}
