import type { Outcome } from './run-test-file.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function countsOf(outcomes: readonly Outcome[]): Counts {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0),
    skipped: outcomes.reduce((sum, outcome) => sum + outcome.skips.length, 0),
  }
}

/** The one closing line that tools look for, alone on its line. */
export function countLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** The line shown as soon as a file or check has ended. */
export function progressLine(outcome: Outcome, done: number, total: number): string {
  const { passed, failed, skipped } = countsOf([outcome])
  const mark = failed > 0 ? 'FAILED' : passed === 0 && skipped > 0 ? 'skip' : 'ok'
  const parts = [`${passed} passed`, failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : '']
  const place = `[${String(done).padStart(String(total).length)}/${total}]`
  return `${place} ${mark.padEnd(6)} ${outcome.name}  (${parts.filter(Boolean).join(', ')}; ${outcome.seconds.toFixed(1)} s)`
}

/** Skips by reason, failures in full, and the closing line; what came before may have scrolled away. */
export function closingLines(outcomes: readonly Outcome[], seconds: number): readonly string[] {
  const lines: string[] = []
  const skips = Map.groupBy(
    outcomes.flatMap(({ name, skips }) => skips.map((skip) => ({ file: name, ...skip }))),
    ({ reason }) => reason,
  )
  if (skips.size > 0) lines.push('', 'Skipped:')
  for (const [reason, tests] of skips) {
    const files = [...new Set(tests.map(({ file }) => file))]
    lines.push(`  ${tests.length} × ${reason}  [${files.join(', ')}]`)
  }
  for (const { name, failures } of outcomes) {
    for (const { test, error } of failures) lines.push('', `FAILED ${name} › ${test}`, indent(error))
  }
  lines.push('', `Took ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s.`, countLine(countsOf(outcomes)))
  return lines
}

export function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}
