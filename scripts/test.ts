/**
 * `npm test [-- SUBSET or PATH …]`: format, lint with the layer table, types, and every *.test.ts, two or more at a time.
 * Ends with one line of counts; the exit code is 1 when anything failed, 2 when the arguments mean nothing.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { SUBSETS, findTestFiles, planJobs } from './testing/plan.ts'
import type { Job } from './testing/plan.ts'
import { runProcess, stopAll } from './testing/run-process.ts'
import { runTestFile } from './testing/run-test-file.ts'
import type { Outcome } from './testing/run-test-file.ts'
import { closingLines, countsOf, indent, progressLine } from './testing/summary.ts'

const ROOT = join(import.meta.dirname, '..')
/** Far above what any file takes here on two cores, far below a person's patience. */
const FILE_LIMIT_MS = 5 * 60_000

async function main(wanted: readonly string[]): Promise<number> {
  const plan = planJobs(findTestFiles(ROOT), wanted)
  if ('unknown' in plan) {
    console.error(`Expected ${SUBSETS.join(', ')} or the beginning of a test file's path but received ${plan.unknown}.`)
    return 2
  }
  const started = performance.now()
  const outcomes = await runAll(plan.jobs)
  for (const line of closingLines(outcomes, (performance.now() - started) / 1000)) console.log(line)
  return countsOf(outcomes).failed > 0 ? 1 : 0
}

/** As many at a time as there are cores; outcomes in the jobs' order. */
async function runAll(jobs: readonly Job[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const queue = jobs.entries()
  let done = 0
  const work = async (): Promise<void> => {
    for (const [position, job] of queue) {
      const outcome = job.kind === 'file' ? await runTestFile(ROOT, job.name, FILE_LIMIT_MS) : await runCheck(job)
      outcomes[position] = outcome
      console.log(progressLine(outcome, ++done, jobs.length))
      for (const { test, error } of outcome.failures) console.log(indent(`${test}: ${error}`))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return outcomes
}

async function runCheck(job: Extract<Job, { kind: 'check' }>): Promise<Outcome> {
  const started = performance.now()
  const { code, output } = await runProcess(job.args, { cwd: ROOT, env: process.env, limitMs: FILE_LIMIT_MS })
  const failures =
    code === 0 ? [] : [{ test: `mend with ${job.remedy}`, error: output.trim() || `ended with code ${code}` }]
  const seconds = (performance.now() - started) / 1000
  return { name: job.name, passed: code === 0 ? 1 : 0, failures, skips: [], seconds }
}

process.on('SIGINT', () => {
  stopAll()
  process.exit(130)
})
process.on('SIGTERM', () => {
  stopAll()
  process.exit(143)
})
process.exitCode = await main(process.argv.slice(2))
