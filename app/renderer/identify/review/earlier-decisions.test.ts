import assert from 'node:assert/strict'
import test from 'node:test'
import type { LogAction, LogEntry, Verdict } from '../../../../core/api/identify.ts'
import { lastDecision } from './earlier-decisions.ts'

let clock = 0
const entry = (entryId: string, by: string, action: LogAction): LogEntry => ({
  entryId,
  clock: ++clock,
  by,
  at: '2026-05-01T12:00:00Z',
  ...action,
})
const decision = (id: string, by: string, verdict: Verdict, annotationId: string, individualId: string | null) =>
  entry(id, by, {
    kind: 'decision',
    annotationId,
    verdict,
    individualId,
    evidence: { against: null, similarities: {}, probability: null, rank: null, versions: {} },
    replaces: [],
    automatic: false,
  })
const undo = (id: string, by: string, undoes: string) => entry(id, by, { kind: 'undo', undoes })

test('the newest decision of one person that counts', () => {
  const log = [
    decision('1', 'ana', 'match', 'x', 'i'),
    decision('2', 'ana', 'cant-tell', 'y', null),
    decision('3', 'bo', 'match', 'z', 'i'),
    undo('4', 'ana', '2'),
  ].toReversed()
  assert.equal(lastDecision(log, 'ana')?.entryId, '1')
  assert.equal(lastDecision(log, 'bo')?.entryId, '3')
  assert.equal(lastDecision(log, 'cy'), null)
  assert.equal(lastDecision([undo('5', 'ana', '4'), ...log], 'ana')?.entryId, '2', 'an undo taken back gives it back')
})
