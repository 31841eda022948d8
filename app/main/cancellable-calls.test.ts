import assert from 'node:assert/strict'
import test from 'node:test'
import { cancellableCalls } from './cancellable-calls.ts'

const ID = 'a1e5f2f4-6d0c-4a39-9a51-3f1d8b7c2e10'

/** A call that ends only when it is cancelled. */
function untilCancelled(signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve('cancelled')))
}

test('a call is cancelled by the page that made it and no other, and only while it is under way', async () => {
  const calls = cancellableCalls()
  const call = calls.run(1, ID, untilCancelled)
  calls.cancel(2, ID)
  const other = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 20, 'goes on'))])
  assert.equal(other, 'goes on')
  calls.cancel(1, ID)
  assert.equal(await call, 'cancelled')
  let later: AbortSignal | undefined
  calls.cancel(1, ID)
  await calls.run(1, ID, async (signal) => void (later = signal))
  assert.equal(later?.aborted, false, 'what was cancelled before is forgotten')
})

test('a call that fails says why; one without an id has no signal', async () => {
  const calls = cancellableCalls()
  await assert.rejects(
    calls.run(1, ID, () => Promise.reject(new Error('no such photo'))),
    /no such photo/,
  )
  assert.equal(await calls.run(1, undefined, async (signal) => signal), undefined)
})
