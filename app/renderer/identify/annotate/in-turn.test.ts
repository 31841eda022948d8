import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openInTurn } from './in-turn.ts'

test('one thing is done after the other, the last one knows that it is, and what fails holds up nothing', async () => {
  const inTurn = openInTurn()
  const seen: string[] = []
  const slowly = (name: string, ms: number) =>
    inTurn(async (isLast) => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, ms))
      seen.push(`${name} ends${isLast() ? ', last' : ''}`)
      return name
    })
  const failed = inTurn(() => Promise.reject(new Error('refused')))
  const both = [slowly('a', 20), slowly('b', 1)]
  await assert.rejects(failed, /refused/)
  assert.deepEqual(await Promise.all(both), ['a', 'b'])
  assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends, last'])
  assert.equal(await slowly('c', 1), 'c')
  assert.equal(seen.at(-1), 'c ends, last')
})
