import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Meter, type StoreProgress } from './meter.ts'
import { explain, isPassing, RefusedError } from './network-error.ts'
import { withRetries } from './retry.ts'

test('rate and time left are those of the last ten seconds, and earlier runs are no speed', () => {
  const seen: StoreProgress[] = []
  let nowMs = 0
  const meter = new Meter(
    'download',
    1000,
    (progress) => seen.push(progress),
    () => nowMs,
  )
  meter.update('a', 400)
  assert.deepEqual(seen.at(-1), {
    phase: 'download',
    file: 'a',
    doneBytes: 400,
    totalBytes: 1000,
    bytesPerSecond: 0,
    secondsLeft: null,
  })
  nowMs = 2000
  meter.update('a', 500)
  assert.deepEqual([seen.at(-1)?.bytesPerSecond, seen.at(-1)?.secondsLeft], [50, 10])
  for (nowMs = 3000; nowMs <= 30_000; nowMs += 1000) meter.update('b', 500 + (nowMs - 2000) / 100)
  assert.ok(Math.abs((seen.at(-1)?.bytesPerSecond ?? 0) - 10) < 1, 'the fast start is forgotten')
})

test('reports come at a bounded pace, the last one always', () => {
  const seen: StoreProgress[] = []
  let nowMs = 0
  const meter = new Meter(
    'copy',
    1000,
    (progress) => seen.push(progress),
    () => nowMs,
  )
  for (let bytes = 0; bytes <= 1000; bytes++, nowMs++) meter.update('a', bytes)
  assert.ok(seen.length > 5 && seen.length < 15, String(seen.length))
  assert.equal(seen.at(-1)?.doneBytes, 1000)
})

test('what came last before a standstill is told, and nothing after the end', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const seen: number[] = []
  const meter = new Meter(
    'download',
    1000,
    ({ doneBytes }) => seen.push(doneBytes),
    () => 0,
  )
  for (const bytes of [0, 200, 500]) meter.update('a', bytes)
  assert.deepEqual(seen, [0])
  context.mock.timers.tick(100)
  assert.deepEqual(seen, [0, 500])
  meter.update('a', 700)
  meter.end()
  context.mock.timers.tick(1000)
  assert.deepEqual(seen, [0, 500])
})

test('what fails passingly is tried again, longer apart each time, and progress starts the count anew', async () => {
  const policy = { tries: 3, firstWaitMs: 1, longestWaitMs: 4 }
  let calls = 0
  const fail =
    (error: Error, progressAt: number) =>
    async (progressed: () => void): Promise<never> => {
      if (++calls === progressAt) progressed()
      throw error
    }
  await assert.rejects(withRetries(fail(new Error('cut'), 0), policy, undefined), { message: 'cut' })
  assert.equal(calls, 3)
  calls = 0
  await assert.rejects(withRetries(fail(new Error('cut'), 2), policy, undefined))
  assert.equal(calls, 4)
  calls = 0
  await assert.rejects(withRetries(fail(new RefusedError(404), 0), policy, undefined), { status: 404 })
  assert.equal(calls, 1, 'what is not there is not asked for again')
})

test('a full disk, a write-protected folder and a missing network are told apart, however deep the cause lies', () => {
  const wrapped = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
  for (const [code, expected, says] of [
    ['ENOSPC', 'too-large', /disk is full: model\.onnx/],
    ['EROFS', 'unreadable', /model\.onnx could not be written: EROFS/],
    ['ENOTFOUND', 'offline', /No connection: model\.onnx/],
    ['ECONNRESET', 'offline', /transfer of model\.onnx broke off: fetch failed: x/],
  ] as const) {
    const error = explain(wrapped(code), 'model.onnx')
    assert.equal(error.code, expected)
    assert.match(error.message, says)
    assert.equal(isPassing(wrapped(code)), expected === 'offline')
  }
})
