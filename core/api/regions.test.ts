import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWhole } from './regions.ts'

test('a box from edge to edge is the whole photo, and nothing else is', () => {
  const whole = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  assert.ok(isWhole(whole))
  assert.ok(!isWhole({ ...whole, width: 0.99 }))
  assert.ok(!isWhole({ ...whole, y: 0.01, height: 0.99 }))
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const
  assert.ok(!isWhole({ kind: 'polygon', points: corners }))
})
