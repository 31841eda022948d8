import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatDuration, plural, printable } from './format.ts'
import { progressLine } from './progress.ts'

test('formatBytes switches units where the shown number would need four digits', () => {
  assert.deepEqual([0, 999, 1000, 15_400, 999_499, 999_500, 2.5e9].map(formatBytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '15.4 kB',
    '999 kB',
    '1.0 MB',
    '2.5 GB',
  ])
})

test('formatDuration speaks in the two largest units', () => {
  assert.deepEqual([0.4, 59.4, 60, 200, 7500].map(formatDuration), [
    '0 s',
    '59 s',
    '1 min 0 s',
    '3 min 20 s',
    '2 h 5 min',
  ])
})

test('plural', () => {
  assert.deepEqual(
    [plural(1, 'photo'), plural(0, 'photo'), plural(1234, 'photo')],
    ['1 photo', '0 photos', '1,234 photos'],
  )
})

test('printable defuses escape sequences and bidirectional overrides', () => {
  assert.equal(printable('a\u001b[2Jb\u202egpj.exe\n'), 'a\ufffd[2Jb\ufffdgpj.exe\ufffd')
})

test('progressLine shows count, rate, time left, failures and the file, cut to the terminal', () => {
  const progress = {
    phase: 'encode',
    done: 1200,
    total: 5000,
    ratePerSecond: 45.2,
    secondsLeft: 84,
    failed: 2,
    current: '/photos/2019/IMG_2031.JPG',
  } as const
  assert.equal(
    progressLine(progress, 200),
    'Encoding  ██████░░░░░░░░░░░░░░░░░░  1,200/5,000  45/s  1 min 24 s left  2 failed  IMG_2031.JPG',
  )
  assert.equal(progressLine(progress, 40).length, 39)
  assert.equal(
    progressLine({ ...progress, total: null, secondsLeft: null, current: null, failed: 0 }, 80),
    'Encoding  1,200 files  45/s',
  )
})
