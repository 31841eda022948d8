import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapInTurns } from './map-in-turns.ts'

const items = Array.from({ length: 500 }, (_, at) => at)

test('maps in order, and lets others have their turn in between', async () => {
  const others = new Promise<number>((resolve) => setImmediate(() => resolve(done)))
  let done = 0
  const mapped = await mapInTurns(items, undefined, (item) => {
    done++
    return 2 * item
  })
  assert.deepEqual(
    mapped,
    items.map((item) => 2 * item),
  )
  assert.ok((await others) < items.length)
})

test('goes no further once nobody waits', async () => {
  const stop = new AbortController()
  let done = 0
  setImmediate(() => setImmediate(() => stop.abort()))
  await assert.rejects(
    mapInTurns(items, stop.signal, () => done++),
    { code: 'cancelled' },
  )
  assert.ok(done > 0 && done < 100, `${done}`)
  await assert.rejects(
    mapInTurns(items, AbortSignal.abort(), () => assert.fail('worked')),
    { code: 'cancelled' },
  )
})
