import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Progress } from '../api.ts'
import type { Job, JobReport, JobRequest } from '../api/shell.ts'
import { JobQueue } from './jobs.ts'
import { RemoteError } from './protocol.ts'

/** An engine that does what the test tells it to. */
interface Begun {
  readonly request: JobRequest
  readonly onProgress: (progress: Progress) => void
  readonly end: (report: JobReport) => void
  readonly fail: (code: string) => void
  paused: boolean
  cancelled: boolean
}

const ADD: JobRequest = { kind: 'add', request: { folders: ['/a'] } }
const RESCAN: JobRequest = { kind: 'rescan' }
const GET: JobRequest = { kind: 'get-model', model: 'm' }
const REPORT: JobReport = {
  indexed: 1,
  unchanged: 0,
  failed: 0,
  removed: 0,
  moved: 0,
  cancelled: false,
  seconds: 1,
  photosPerSecond: 1,
}

let begun: Begun[]
let changes: Job[]
let libraryChanges: number
let nowMs: number
let jobs: JobQueue

beforeEach(() => {
  begun = []
  changes = []
  libraryChanges = 0
  nowMs = 1_000_000
  jobs = new JobQueue({
    now: () => nowMs,
    onChange: (job) => void changes.push(job),
    onLibraryChange: () => (libraryChanges += 1),
    begin: async (request, onProgress) => {
      const { promise, resolve, reject } = Promise.withResolvers<JobReport>()
      const job: Begun = {
        request,
        onProgress: onProgress!,
        end: resolve,
        fail: (code) => reject(new RemoteError({ code, message: 'Why.' })),
        paused: false,
        cancelled: false,
      }
      begun.push(job)
      return { ended: promise, pause: (value) => (job.paused = value), cancel: () => void (job.cancelled = true) }
    },
  })
})

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const states = (): readonly string[] => jobs.list().map(({ jobId, state }) => `${jobId} ${state}`)
const encoding = (done: number): Progress => ({
  phase: 'encode',
  done,
  total: 1000,
  ratePerSecond: 1,
  secondsLeft: 1,
  failed: 0,
  current: null,
})

describe('JobQueue', () => {
  test('progress that was held back is told when nothing follows it, and not after the end', async (context) => {
    jobs.start(ADD)
    await settle()
    context.mock.timers.enable({ apis: ['setTimeout'] })
    for (const done of [1, 2, 500]) begun[0]!.onProgress(encoding(done))
    assert.equal(changes.at(-1)?.progress?.done, 1)
    context.mock.timers.tick(200)
    assert.equal(changes.at(-1)?.progress?.done, 500)
    begun[0]!.onProgress(encoding(501))
    begun[0]!.end(REPORT)
    await settle()
    const { length } = changes
    context.mock.timers.tick(1000)
    assert.deepEqual([changes.length, changes.at(-1)?.state], [length, 'done'])
  })

  test('jobs that write wait for each other; a download runs beside them', async () => {
    jobs.start(ADD)
    jobs.start(RESCAN)
    jobs.start(GET)
    await settle()
    assert.deepEqual(states(), ['3 running', '2 queued', '1 running'])
    begun[0]!.end(REPORT)
    await settle()
    assert.deepEqual(states(), ['3 running', '2 running', '1 done'])
    assert.deepEqual(
      begun.map(({ request }) => request.kind),
      ['add', 'get-model', 'rescan'],
    )
    assert.equal(jobs.list().at(-1)?.report, REPORT)
  })

  test('the same request while one is under way is that one', async () => {
    const { jobId } = jobs.start(ADD)
    assert.equal(jobs.start({ ...ADD }).jobId, jobId)
    assert.notEqual(jobs.start({ kind: 'add', request: { folders: ['/b'] } }).jobId, jobId)
    await settle()
    begun[0]!.end(REPORT)
    await settle()
    assert.notEqual(jobs.start(ADD).jobId, jobId)
  })

  test('a running job is paused where it runs; a waiting one lets the others by', async () => {
    jobs.start(ADD)
    jobs.start(RESCAN)
    jobs.start({ kind: 'retry' })
    await settle()
    assert.equal(jobs.pause(1).state, 'paused')
    assert.equal(begun[0]!.paused, true)
    jobs.pause(2)
    assert.equal(jobs.resume(1).state, 'running')
    assert.equal(begun[0]!.paused, false)
    begun[0]!.end(REPORT)
    await settle()
    assert.deepEqual(states(), ['3 running', '2 paused', '1 done'])
    assert.equal(jobs.resume(2).state, 'queued')
    begun[1]!.end(REPORT)
    await settle()
    assert.deepEqual(states(), ['3 done', '2 running', '1 done'])
  })

  test('a paused writer keeps its turn', async () => {
    jobs.start(ADD)
    await settle()
    jobs.pause(1)
    jobs.start(RESCAN)
    await settle()
    assert.deepEqual(states(), ['2 queued', '1 paused'])
  })

  test('cancelling: a waiting job at once, a running one when it has ended', async () => {
    jobs.start(ADD)
    jobs.start(RESCAN)
    await settle()
    assert.equal(jobs.cancel(2).state, 'cancelled')
    assert.equal(jobs.cancel(1).state, 'running')
    assert.equal(begun[0]!.cancelled, true)
    begun[0]!.end({ ...REPORT, cancelled: true })
    await settle()
    assert.deepEqual(states(), ['2 cancelled', '1 cancelled'])
    assert.equal(jobs.cancel(1).state, 'cancelled', 'again, without effect')
    assert.equal(begun.length, 1)
  })

  test('a cancelled job that ended whole all the same is done; one that threw is cancelled', async () => {
    jobs.start(ADD)
    await settle()
    jobs.cancel(1)
    begun[0]!.end(REPORT)
    jobs.start(GET)
    await settle()
    jobs.cancel(2)
    begun[1]!.fail('cancelled')
    await settle()
    assert.deepEqual(states(), ['2 cancelled', '1 done'])
  })

  test('a failure is told with its code', async () => {
    jobs.start(ADD)
    await settle()
    begun[0]!.fail('offline')
    await settle()
    assert.deepEqual(jobs.list()[0]?.error, { code: 'offline', message: 'Why.' })
  })

  test('progress is told five times a second, and every new phase at once', async () => {
    jobs.start(ADD)
    await settle()
    changes.length = 0
    for (let done = 0; done < 1000; done += 1) {
      begun[0]!.onProgress(encoding(done))
      nowMs += 1
    }
    assert.equal(changes.length, 5)
    assert.equal(jobs.list()[0]?.progress?.done, 999, 'who asks is told the newest')
    begun[0]!.onProgress({ ...encoding(1), phase: 'index' })
    assert.equal(changes.length, 6)
  })

  test('while photos come in, the library is stale every few seconds, and at the end', async () => {
    jobs.start(ADD)
    await settle()
    for (let second = 0; second < 60; second += 1) {
      begun[0]!.onProgress(encoding(second))
      nowMs += 1000
    }
    assert.equal(libraryChanges, 14)
    begun[0]!.end(REPORT)
    await settle()
    assert.equal(libraryChanges, 15)
  })

  test('the last ten that ended are kept', async () => {
    for (let i = 1; i <= 13; i += 1) {
      jobs.start(ADD)
      await settle()
      begun.at(-1)!.end(REPORT)
      await settle()
    }
    assert.deepEqual(
      jobs.list().map(({ jobId }) => jobId),
      [13, 12, 11, 10, 9, 8, 7, 6, 5, 4],
    )
    assert.throws(() => jobs.pause(1), { code: 'not-found' })
  })

  test('when the engine dies, what can go on goes on first; what cannot says so', async () => {
    jobs.start(ADD)
    jobs.start(RESCAN)
    jobs.start({ kind: 'verify-model', model: 'm' })
    await settle()
    for (const job of begun) job.fail('engine-restarted')
    await settle()
    assert.deepEqual(states(), ['3 failed', '2 queued', '1 running'])
    assert.match(jobs.list()[0]!.error!.message, /interrupted because the engine stopped/)
    assert.equal(begun.length, 3)
  })

  test('a job paused when the engine died stays paused', async () => {
    jobs.start(ADD)
    await settle()
    jobs.pause(1)
    begun[0]!.fail('engine-restarted')
    await settle()
    assert.deepEqual(states(), ['1 paused'])
    assert.equal(begun.length, 1)
    jobs.resume(1)
    await settle()
    assert.equal(begun.length, 2)
  })

  test('a job that kills the engine each time is given up, one that gets on is not', async () => {
    jobs.start(ADD)
    for (let death = 0; death < 3; death += 1) {
      await settle()
      begun.at(-1)!.fail('engine-restarted')
    }
    await settle()
    assert.deepEqual(states(), ['1 failed'])
    assert.match(jobs.list()[0]!.error!.message, /stopped 3 times/)
    jobs.start(RESCAN)
    for (let death = 0; death < 6; death += 1) {
      await settle()
      begun.at(-1)!.onProgress(encoding(5))
      begun.at(-1)!.fail('engine-restarted')
    }
    await settle()
    assert.equal(jobs.list()[0]?.state, 'running')
  })

  test('held: everything is cancelled, and what comes meanwhile waits', async () => {
    jobs.start(ADD)
    jobs.start(RESCAN)
    await settle()
    let isHeld = false
    const holding = jobs.hold().then(() => (isHeld = true))
    await settle()
    assert.equal(isHeld, false)
    begun[0]!.fail('cancelled')
    await holding
    jobs.start(ADD)
    await settle()
    assert.deepEqual(states(), ['3 queued', '2 cancelled', '1 cancelled'])
    jobs.release()
    await settle()
    assert.equal(begun.length, 2)
  })
})
