import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../api.ts'
import { ResightError } from '../types.ts'
import { countLibrary } from './catalogue/counts.ts'
import { forgetFolder } from './catalogue/folders.ts'
import { lockForWriting } from './catalogue/lock.ts'
import { testPool } from './indexing/fixture.ts'
import { countsOf, shownFiles, withLibrary } from './indexing/library-fixture.ts'

const QUIET = { indexed: 0, unchanged: 0, failed: 0, removed: 0, moved: 0, cancelled: false }

test('a stop finishes the batch in hand, commits, and the next run goes on from there', async () => {
  const pool = testPool(3)
  await withLibrary(
    async ({ catalogue, encoder, write, index }) => {
      for (let i = 0; i < 60; i++) write(`a/${i}.jpg`, `photo ${i}`)
      const stop = new AbortController()
      let batches = 0
      const encode: typeof encoder.encode = async (batch) => {
        batches += 1
        if (batches === 3) stop.abort()
        return encoder.encode(batch)
      }
      const report = await index(['a'], { encode }, { signal: stop.signal })
      assert.equal(report.cancelled, true)
      assert.ok(report.indexed >= 12 && report.indexed < 60)
      assert.equal(report.failed + report.removed, 0)
      assert.equal(shownFiles(catalogue).size, report.indexed)
      const rest = await index(['a'])
      assert.deepEqual(countsOf(rest), { ...QUIET, indexed: 60 - report.indexed, unchanged: report.indexed })
      assert.equal(encoder.encoded(), 60)
    },
    { pool },
  )
})

test('stopped before it begins, a run does nothing', async () => {
  await withLibrary(async ({ catalogue, write, index }) => {
    write('a/1.jpg', 'one')
    const report = await index(['a'], {}, { signal: AbortSignal.abort() })
    assert.deepEqual(countsOf(report), { ...QUIET, cancelled: true })
    assert.equal(countLibrary(catalogue).files, 0)
  })
})

test('a pause holds new files back but commits those in hand; a stop ends it', async () => {
  await withLibrary(async ({ catalogue, pool, write, index }) => {
    for (let i = 0; i < 40; i++) write(`a/${i}.jpg`, `photo ${i}`)
    const paused = Promise.withResolvers<void>()
    const stop = new AbortController()
    let asked = 0
    const whilePaused = () => (++asked > 6 ? paused.promise : Promise.resolve())
    const run = index(['a'], {}, { whilePaused, signal: stop.signal })
    while (countLibrary(catalogue).files < 6) await sleep(10)
    assert.equal(pool.decoded.length, 6)
    stop.abort()
    const report = await run
    assert.deepEqual([report.indexed, report.cancelled], [6, true])
  })
})

test('no more is in hand than two batches and two calls a worker', async () => {
  const pool = testPool(1)
  await withLibrary(
    async ({ encoder, write, index }) => {
      for (let i = 0; i < 100; i++) write(`a/${i}.jpg`, `photo ${i}`)
      await index(['a'], {
        encode: async (batch) => {
          await sleep(5)
          return encoder.encode(batch)
        },
      })
      assert.equal(encoder.encoded(), 100)
      assert.ok(pool.peak() <= 2 * pool.workers + 2 * 4)
      assert.ok(encoder.batches.filter((size) => size === 4).length >= 20, 'batches are filled')
    },
    { pool },
  )
})

test('progress goes from nothing to all of it, by phase', async () => {
  await withLibrary(async ({ write, index }) => {
    for (let i = 0; i < 20; i++) write(`a/${i}.jpg`, i === 7 ? 'bad' : `photo ${i}`)
    const seen: Progress[] = []
    let now = 1e12
    await index(['a'], { now: () => (now += 100) }, { onProgress: (progress) => seen.push(progress) })
    const scan = seen.filter(({ phase }) => phase === 'scan')
    const encode = seen.filter(({ phase }) => phase === 'encode')
    assert.deepEqual([scan[0]?.done, scan.at(-1)?.done, scan[0]?.total], [0, 20, null])
    assert.deepEqual([encode[0]?.done, encode.at(-1)?.done, encode.at(-1)?.failed], [0, 20, 1])
    assert.ok(encode.every(({ total, done }, i) => total === 20 && done >= (encode[i - 1]?.done ?? 0)))
    assert.equal(encode.at(-1)?.secondsLeft, 0)
    assert.ok((encode.at(-1)?.ratePerSecond ?? 0) > 0)
  })
})

test('a second writer is told who holds the library', async () => {
  await withLibrary(async ({ catalogue, write, index }) => {
    write('a/1.jpg', 'one')
    const lock = lockForWriting(catalogue)
    const busy = (error: unknown) =>
      error instanceof ResightError && error.code === 'busy' && error.message.includes(`pid ${process.pid}`)
    await assert.rejects(index(['a']), busy)
    assert.throws(() => forgetFolder(catalogue, '/anything'), busy)
    lock.release()
    lock.release()
    assert.equal((await index(['a'])).indexed, 1)
  })
})
