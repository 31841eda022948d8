import type { Progress } from '../../core/api.ts'
import { formatBytes, formatCount, formatDuration, plural, printable } from './format.ts'
import type { Output } from './output.ts'

const PHASE_NAMES: Record<Progress['phase'], string> = {
  scan: 'Scanning',
  encode: 'Encoding',
  index: 'Indexing',
  download: 'Downloading',
  verify: 'Checking',
  measure: 'Measuring',
  regions: 'Finding animals',
  features: 'Finding markings',
  compare: 'Comparing',
  draw: 'Drawing',
  pack: 'Packing',
  unpack: 'Unpacking',
}
const BAR_CELLS = 24

/** `Encoding  ██████░░░░  1,200/5,000  45/s  1 min 24 s left  2 failed  IMG_2031.JPG`, cut to `columns`. */
export function progressLine(progress: Progress, columns: number): string {
  const parts = [PHASE_NAMES[progress.phase].padEnd(8)]
  if (progress.total === null) {
    parts.push(`${formatCount(progress.done)} files`)
  } else {
    const filled = progress.total === 0 ? BAR_CELLS : Math.round((BAR_CELLS * progress.done) / progress.total)
    parts.push('█'.repeat(filled) + '░'.repeat(Math.max(0, BAR_CELLS - filled)))
    parts.push(amount(progress, progress.total))
  }
  if (progress.ratePerSecond > 0) parts.push(`${rate(progress)}/s`)
  if (progress.secondsLeft !== null) parts.push(`${formatDuration(progress.secondsLeft)} left`)
  if (progress.failed > 0) parts.push(`${formatCount(progress.failed)} failed`)
  if (progress.current !== null) parts.push(printable(progress.current.split(/[\\/]/).at(-1) ?? ''))
  return parts.join('  ').slice(0, Math.max(0, columns - 1))
}

/** Models and packed projects are counted in bytes, everything else by number. */
function isBytes({ phase }: Progress): boolean {
  return phase === 'download' || phase === 'verify' || phase === 'pack' || phase === 'unpack'
}

function amount(progress: Progress, total: number): string {
  return isBytes(progress)
    ? `${formatBytes(progress.done)} of ${formatBytes(total)}`
    : `${formatCount(progress.done)}/${formatCount(total)}`
}

function rate(progress: Progress): string {
  const { ratePerSecond } = progress
  return isBytes(progress) ? formatBytes(ratePerSecond) : ratePerSecond.toFixed(ratePerSecond < 10 ? 1 : 0)
}

/** What a phase has to do, for its one line where there is no terminal. */
function extent(progress: Progress): string {
  const { phase, total } = progress
  if (total === null) return ''
  if (isBytes(progress)) return ` ${formatBytes(total)}`
  if (phase === 'measure') return ` ${plural(total, 'device')}`
  return ` ${formatCount(total)} ${phase === 'compare' ? 'pairs' : 'photos'}`
}

/** Draws progress: a bar that redraws itself on a terminal, one line a phase elsewhere. */
export class ProgressView {
  readonly #output: Output
  readonly #said = new Set<Progress['phase']>()
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
    if (this.#said.has(progress.phase)) return
    // A file of a model is downloaded, then checked, then the next one: a line a phase is enough.
    this.#said.add(progress.phase)
    this.#output.err(`${PHASE_NAMES[progress.phase]}${extent(progress)} …`)
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
