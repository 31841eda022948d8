import assert from 'node:assert/strict'
import test from 'node:test'
import type { AddReport } from '../../../core/api.ts'
import type { Job } from '../../../core/api/shell.ts'
import { noticeOf } from './job-notice.ts'

const REPORT: AddReport = {
  ...{ indexed: 9, unchanged: 2, failed: 1, removed: 0, moved: 0 },
  ...{ cancelled: false, seconds: 1, photosPerSecond: 9 },
}

const ADDED: Job = {
  jobId: 1,
  request: { kind: 'add-samples' },
  state: 'done',
  progress: null,
  startedAt: '2026-01-01T00:00:00Z',
  error: null,
  report: REPORT,
}

test('an addition says what came of it, and leaves out what did not occur', () => {
  const notice = noticeOf(ADDED)
  assert.equal(notice?.key, 'photosAdded')
  assert.deepEqual(notice.counts, [
    { what: 'indexed', n: 9 },
    { what: 'failed', n: 1 },
  ])
})

test('a scan that changed nothing says that all is up to date', () => {
  const report = { ...REPORT, indexed: 0, failed: 0 }
  assert.equal(noticeOf({ ...ADDED, report })?.key, 'upToDate')
})

test('what was cancelled needs no telling; what failed does, whatever it was', () => {
  assert.equal(noticeOf({ ...ADDED, state: 'cancelled' }), null)
  assert.equal(noticeOf({ ...ADDED, state: 'failed' })?.key, 'jobFailed')
  const verify: Job = { ...ADDED, request: { kind: 'verify-model', model: 'clip' } }
  assert.equal(noticeOf(verify), null)
  assert.equal(noticeOf({ ...verify, state: 'failed' })?.name, 'clip')
})
