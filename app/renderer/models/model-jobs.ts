import type { VerifyReport } from '../../../core/api/models.ts'
import type { Job, JobReport } from '../../../core/api/shell.ts'

/** @param jobs newest first, as the answer is */
export function jobsOfModel(jobs: readonly Job[], model: string): readonly Job[] {
  return jobs.filter(({ request }) => 'model' in request && request.model === model)
}

export interface Verdict {
  readonly ok: boolean
  readonly lines: readonly string[]
}

/** What the newest job of a model ended with, where that is worth saying; null: nothing to say. */
export function verdictOf(jobs: readonly Job[]): Verdict | null {
  const [last] = jobs
  if (last === undefined) return null
  if (last.state === 'failed') return { ok: false, lines: [last.error?.message ?? ''] }
  if (last.state !== 'done' || last.request.kind !== 'verify-model' || !isVerifyReport(last.report)) return null
  return { ok: last.report.ok, lines: last.report.problems }
}

function isVerifyReport(report: JobReport): report is VerifyReport {
  return typeof report === 'object' && report !== null && 'problems' in report
}
