import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Prefetch } from './prefetch.ts'

const ALWAYS = () => Promise.resolve(true)

async function takeAll<T>(
  prefetch: Pick<Prefetch<never, T>, 'take'>,
  count: number,
): Promise<readonly (readonly T[])[]> {
  const batches: (readonly T[])[] = []
  for (;;) {
    const batch = await prefetch.take(count, 10_000)
    if (batch.length === 0) return batches
    batches.push(batch)
  }
}

test('everything comes once, in full batches, and no more than the limit is in hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 10 }),
      async (delays, count, extra) => {
        let inHand = 0
        let peak = 0
        const prefetch = new Prefetch([...delays.entries()], count + extra, ALWAYS, async ([i, ticks]) => {
          inHand += 1
          peak = Math.max(peak, inHand)
          for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate)
          return i
        })
        const batches: (readonly number[])[] = []
        for (;;) {
          const batch = await prefetch.take(count, 10_000)
          inHand -= batch.length
          if (batch.length === 0) break
          batches.push(batch)
        }
        assert.deepEqual(
          batches.flat().sort((a, b) => a - b),
          [...delays.keys()],
        )
        assert.ok(batches.slice(0, -1).every((batch) => batch.length === count))
        // What is taken frees its place a moment before the taker sees it.
        assert.ok(peak <= 2 * count + extra)
      },
    ),
    { numRuns: 100 },
  )
})

test('work goes on while the taker is busy', async () => {
  let finished = 0
  const prefetch = new Prefetch([1, 2, 3, 4, 5, 6, 7, 8], 6, ALWAYS, async () => {
    await sleep(1)
    finished += 1
  })
  await prefetch.take(2, 10_000)
  await sleep(50)
  assert.equal(finished, 8)
})

test('a batch that does not fill is given after the wait', async () => {
  const never = Promise.withResolvers<string>()
  const prefetch = new Prefetch(['quick', 'slow'], 4, ALWAYS, (item) =>
    item === 'quick' ? Promise.resolve(item) : never.promise,
  )
  assert.deepEqual(await prefetch.take(2, 20), ['quick'])
  never.resolve('late')
  assert.deepEqual(await prefetch.take(2, 20), ['late'])
  assert.deepEqual(await prefetch.take(2, 20), [])
})

test('an item that may not begin ends it, and those begun are still given', async () => {
  let begun = 0
  const mayBegin = () => Promise.resolve(++begun <= 3)
  const prefetch = new Prefetch([1, 2, 3, 4, 5], 2, mayBegin, (item) => Promise.resolve(item))
  assert.deepEqual(await takeAll(prefetch, 2), [[1, 2], [3]])
})

test('an error comes out at the taker', async () => {
  const prefetch = new Prefetch([1, 2, 3], 2, ALWAYS, (item) =>
    item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
  )
  await assert.rejects(takeAll(prefetch, 2), /two/)
  const gate = new Prefetch([1], 2, () => Promise.reject(new Error('gate')), ALWAYS)
  await assert.rejects(takeAll(gate, 2), /gate/)
})
