import assert from 'node:assert/strict'
import test from 'node:test'
import type { Job } from '../../../core/api/shell.ts'
import { jobsOfModel, verdictOf } from './model-jobs.ts'

const DONE: Job = {
  jobId: 1,
  request: { kind: 'verify-model', model: 'clip' },
  state: 'done',
  progress: null,
  startedAt: '2026-01-01T00:00:00Z',
  error: null,
  report: { model: 'clip', ok: false, problems: ['vision.onnx is missing'] },
}

test('only jobs of that model are its jobs', () => {
  const others: readonly Job[] = [
    { ...DONE, jobId: 2, request: { kind: 'rescan' } },
    { ...DONE, jobId: 3, request: { kind: 'get-model', model: 'siglip' } },
  ]
  assert.deepEqual(jobsOfModel([...others, DONE], 'clip'), [DONE])
})

test('the last job of a model speaks for it', () => {
  assert.deepEqual(verdictOf([DONE]), { ok: false, lines: ['vision.onnx is missing'] })
  const failed: Job = { ...DONE, state: 'failed', error: { code: 'offline', message: 'No network.' }, report: null }
  assert.deepEqual(verdictOf([failed, DONE]), { ok: false, lines: ['No network.'] })
  const got: Job = { ...DONE, request: { kind: 'get-model', model: 'clip' }, report: null }
  assert.equal(verdictOf([got, DONE]), null)
  assert.equal(verdictOf([]), null)
})
