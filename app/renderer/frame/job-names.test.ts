import assert from 'node:assert/strict'
import test from 'node:test'
import i18next from 'i18next'
import type { Job } from '../../../core/api/shell.ts'
import { formatFor } from '../parts/format.ts'
import { en } from '../text/en.ts'
import { jobLine, jobOutcome, jobShare } from './job-names.ts'

await i18next.init({
  lng: 'en',
  defaultNS: 'texts',
  resources: { en: { texts: en } },
  interpolation: { escapeValue: false },
})
const { t } = i18next
const format = formatFor('en')

const job: Job = {
  jobId: 1,
  request: { kind: 'rescan' },
  state: 'running',
  progress: {
    phase: 'encode',
    done: 1200,
    total: 2400,
    ratePerSecond: 12.4,
    secondsLeft: 97,
    failed: 0,
    current: '/photos/a.jpg',
  },
  startedAt: '2024-01-01T00:00:00Z',
  error: null,
  report: null,
}

test('a running job says how far, how fast and how long yet', () => {
  assert.equal(jobLine(job, t, format), 'Reading photos · 1,200 of 2,400 · 12 photos/s · 2 min left')
  assert.equal(jobShare(job), 0.5)
})

test('a download is in bytes', () => {
  const progress = {
    ...job.progress!,
    phase: 'download',
    done: 1_500_000,
    total: null,
    ratePerSecond: 2_000_000,
  } as const
  assert.equal(jobLine({ ...job, progress }, t, format), 'Downloading · 1.5 MB · 2 MB/s · 2 min left')
  assert.equal(jobShare({ ...job, progress }), null)
})

test('comparing is in pairs', () => {
  const progress = { ...job.progress!, phase: 'compare', done: 5, total: 9, ratePerSecond: 40 } as const
  assert.match(jobLine({ ...job, progress }, t, format), /^Comparing · 5 of 9 · 40 pairs\/s/)
})

test('a job that waits or pauses has no rate', () => {
  assert.equal(jobLine({ ...job, state: 'queued' }, t, format), 'Waiting for its turn')
  assert.equal(jobLine({ ...job, state: 'paused' }, t, format), 'Paused · 1,200 of 2,400')
})

test('an outcome names what changed, and an error what went wrong', () => {
  const report = {
    indexed: 1,
    unchanged: 3,
    failed: 2,
    removed: 0,
    moved: 0,
    cancelled: false,
    seconds: 1,
    photosPerSecond: 1,
  }
  assert.equal(jobOutcome({ ...job, state: 'done', report }, t, format), '1 photo added · 2 files could not be read')
  assert.equal(
    jobOutcome({ ...job, state: 'done', report: { ...report, indexed: 0, failed: 0 } }, t, format),
    'Nothing new',
  )
  const error = { code: 'disk-full', message: 'The disk is full.' }
  assert.equal(jobOutcome({ ...job, state: 'failed', error }, t, format), 'The disk is full.')
})
