import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turns } from './turns.ts'

test('no more than so many at once, in the order they came, also past failures', async () => {
  const inTurn = turns(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const outcomes = await Promise.allSettled(
    Array.from({ length: 7 }, (_, i) =>
      inTurn(async () => {
        begun.push(i)
        most = Math.max(most, ++running)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running--
        if (i % 3 === 0) throw new Error(`number ${i}`)
        return i
      }),
    ),
  )
  assert.equal(most, 2)
  assert.deepEqual(begun, [0, 1, 2, 3, 4, 5, 6])
  assert.deepEqual(
    outcomes.map(({ status }) => status === 'fulfilled'),
    [false, true, true, false, true, true, false],
  )
})

test('whoever cancels while waiting leaves, and those behind move up', async () => {
  const inTurn = turns(1)
  const first = Promise.withResolvers<string>()
  const abort = new AbortController()
  const running = inTurn(() => first.promise)
  const leaving = inTurn(async () => assert.fail('its turn came'), abort.signal)
  const last = inTurn(async () => 'last')
  abort.abort()
  await assert.rejects(leaving, { code: 'cancelled' })
  first.resolve('first')
  assert.deepEqual(await Promise.all([running, last]), ['first', 'last'])
  await assert.rejects(
    inTurn(async () => 1, abort.signal),
    { code: 'cancelled' },
  )
  // A signal that comes after the work began is the work's own business.
  const late = new AbortController()
  const work = inTurn(async () => {
    late.abort()
    return 'done'
  }, late.signal)
  assert.equal(await work, 'done')
  assert.equal(await inTurn(async () => 'free'), 'free')
})
