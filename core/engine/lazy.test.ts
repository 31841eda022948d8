import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lazy } from './lazy.ts'

test('opens once for concurrent callers and closes what it opened', async () => {
  const events: string[] = []
  const resource = lazy(
    async () => {
      events.push('open')
      return 7
    },
    (value) => void events.push(`close ${value}`),
  )
  assert.equal(resource.opened, null)
  assert.deepEqual(await Promise.all([resource.get(), resource.get()]), [7, 7])
  assert.equal(resource.opened, 7)
  await resource.close()
  await resource.close()
  assert.deepEqual(events, ['open', 'close 7'])
})

test('what was never opened is never closed', async () => {
  const resource = lazy(
    async () => 1,
    () => assert.fail('closed'),
  )
  await resource.close()
})

test('a failed opening is tried again', async () => {
  let attempts = 0
  const resource = lazy(
    async () => {
      attempts += 1
      if (attempts === 1) throw new Error('not yet')
      return attempts
    },
    () => undefined,
  )
  await assert.rejects(resource.get(), /not yet/)
  assert.equal(await resource.get(), 2)
  await resource.close()
})
