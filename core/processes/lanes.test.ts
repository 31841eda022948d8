import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { inLanes } from './lanes.ts'

test('each thing is done once, begun in order, never more at once than there are lanes', async () => {
  const turns = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(turns, fc.integer({ min: 1, max: 6 }), async (things, lanes) => {
      const begun: number[] = []
      let [now, most] = [0, 0]
      await inLanes([...things.entries()], lanes, async ([at, turnsLong]) => {
        begun.push(at)
        most = Math.max(most, ++now)
        for (let passed = 0; passed < turnsLong; passed++) await turn()
        now--
      })
      assert.deepEqual(begun, [...things.keys()])
      assert.deepEqual([now, most <= lanes], [0, true])
    }),
    { numRuns: 40 },
  )
})

test('after a failure nothing further is begun, and what is under way has ended', async () => {
  const ended: number[] = []
  const work = inLanes([0, 1, 2, 3, 4], 2, async (thing) => {
    if (thing === 1) throw new Error('the second')
    await turn()
    await turn()
    ended.push(thing)
  })
  await assert.rejects(work, /the second/)
  assert.deepEqual(ended, [0])
})
