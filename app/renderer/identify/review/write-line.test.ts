import assert from 'node:assert/strict'
import test from 'node:test'
import { type FailedWrite, openWriteLine } from './write-line.ts'

function line() {
  const told: { pending: number; failed: readonly FailedWrite[] }[] = []
  let idle = 0
  const opened = openWriteLine(
    (now) => told.push(now),
    () => idle++,
  )
  return { ...opened, told, idle: () => idle, now: () => told.at(-1) }
}
const none = () => undefined

test('writes one after the other, however long each takes', async () => {
  const done: string[] = []
  const { put, settled, idle, now } = line()
  for (const [name, ms] of [
    ['slow', 20],
    ['quick', 0],
  ] as const)
    put({ work: () => new Promise((resolve) => setTimeout(() => resolve(void done.push(name)), ms)), revert: none })
  assert.equal(now()?.pending, 2)
  await settled()
  assert.deepEqual(done, ['slow', 'quick'])
  assert.equal(idle(), 1)
  assert.deepEqual(now(), { pending: 0, failed: [] })
})

test('what fails is kept, does not hold up the rest, and is tried again', async () => {
  const done: string[] = []
  let isDown = true
  const { put, settled, retry, now } = line()
  put({
    work: async () => {
      if (isDown) throw new Error('The engine is starting')
      done.push('first')
    },
    revert: none,
  })
  put({ work: async () => void done.push('second'), revert: none })
  await settled()
  assert.deepEqual(done, ['second'])
  assert.equal(now()?.failed[0]?.error.message, 'The engine is starting')
  retry()
  await settled()
  assert.equal(now()?.failed.length, 1, 'still down')
  isDown = false
  retry()
  await settled()
  assert.deepEqual(done, ['second', 'first'])
  assert.deepEqual(now(), { pending: 0, failed: [] })
})

test('giving up makes the screen as it was, the newest first', async () => {
  const reverted: string[] = []
  const { put, settled, giveUp, now } = line()
  for (const name of ['a', 'b'])
    put({ work: () => Promise.reject(new Error('no')), revert: () => void reverted.push(name) })
  await settled()
  giveUp()
  assert.deepEqual(reverted, ['b', 'a'])
  assert.deepEqual(now()?.failed, [])
})
