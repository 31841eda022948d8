import assert from 'node:assert/strict'
import test from 'node:test'
import type { Individual, LogAction, LogEntry } from '../../../../core/api/identify.ts'
import { concerns, undoneEntries } from './log-order.ts'

const entry = (entryId: string, action: LogAction): LogEntry => ({
  ...{ entryId, clock: 1, by: 'ana', at: '2026-01-01T00:00:00Z' },
  ...action,
})
const undo = (entryId: string, undoes: string) => entry(entryId, { kind: 'undo', undoes })
const merge = entry('m', { kind: 'merge', from: 'a', into: 'b' })

test('an undo takes back, an undo of it gives back, and a third takes back again', () => {
  assert.deepEqual([...undoneEntries([merge])], [])
  assert.deepEqual([...undoneEntries([undo('u1', 'm'), merge])], ['m'])
  assert.deepEqual([...undoneEntries([undo('u2', 'u1'), undo('u1', 'm'), merge])], ['u1'])
  const thrice = undoneEntries([undo('u3', 'u2'), undo('u2', 'u1'), undo('u1', 'm'), merge])
  assert.deepEqual(new Set(thrice), new Set(['u2', 'm']))
})

test('an individual’s history holds what is said of it under any of its ids, and of its photos', () => {
  const value = { name: 'Ada', sex: 'female', lifeStage: 'adult', notes: '' } as const
  const ada: Individual = { ...value, individualId: 'b', alsoIds: ['a'], annotationIds: ['p'] }
  assert.ok(concerns(merge, ada))
  assert.ok(concerns(entry('i', { kind: 'individual', individualId: 'a', value }), ada))
  assert.ok(concerns(entry('s', { kind: 'split', annotationIds: ['p'], into: 'x', replaces: [] }), ada))
  assert.ok(!concerns(entry('i', { kind: 'individual', individualId: 'x', value }), ada))
  assert.ok(!concerns(undo('u', 'm'), ada))
})
