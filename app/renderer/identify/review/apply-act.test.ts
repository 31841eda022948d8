import assert from 'node:assert/strict'
import test from 'node:test'
import type { Verdict } from '../../../../core/api/identify.ts'
import { withDone, withRedone, withUndone, without } from './apply-act.ts'
import type { Act } from './review-state.ts'
import { NO_TRAIL, currentOf, goOn, openOf } from './trail.ts'

const QUEUE = ['a', 'b', 'c']
const START = { trail: goOn(NO_TRAIL, QUEUE), done: [], undone: [], denied: {} }

function act(actId: number, verdict: Verdict, annotationId: string, individualId: string | null): Act {
  const decision = { annotationId, verdict, individualId, against: null, rank: null }
  const settles = verdict !== 'not-this-one'
  return { actId, decision, annotationIds: [annotationId], settles, entryIds: [], undoIds: [] }
}

test('a decision closes its photo, taking it back opens and shows it, doing it again closes it', () => {
  const match = act(1, 'match', 'a', 'i')
  const decided = withDone(START, match)
  const passed = { ...decided, trail: goOn(decided.trail, QUEUE) }
  assert.equal(currentOf(passed.trail), 'b')
  assert.deepEqual(openOf(passed.trail, QUEUE), ['b', 'c'])
  const undone = withUndone(passed, match)
  assert.equal(currentOf(undone.trail), 'a')
  assert.deepEqual(openOf(undone.trail, QUEUE), QUEUE)
  assert.deepEqual([undone.done.length, undone.undone.length], [0, 1])
  const redone = withRedone(undone, match)
  assert.deepEqual(openOf(redone.trail, QUEUE), ['b', 'c'])
  assert.deepEqual([redone.done.length, redone.undone.length], [1, 0])
})

test('a denial leaves the photo open and is taken back by itself', () => {
  const [first, second] = [act(1, 'not-this-one', 'a', 'i'), act(2, 'not-this-one', 'a', 'j')]
  const state = withDone(withDone(START, first), second)
  assert.deepEqual(state.denied, { a: ['i', 'j'] })
  assert.deepEqual(openOf(state.trail, QUEUE), QUEUE)
  assert.deepEqual(withUndone(state, second).denied, { a: ['i'] })
})

test('a new decision ends what could be done again', () => {
  const first = act(1, 'cant-tell', 'a', null)
  const state = withDone(withUndone(withDone(START, first), first), act(2, 'poor-photo', 'a', null))
  assert.equal(state.undone.length, 0)
  assert.equal(state.done.length, 1)
})

test('given up on, it has never been', () => {
  const first = act(1, 'match', 'a', 'i')
  const state = without(withDone(START, first), first)
  assert.deepEqual([state.done, state.undone], [[], []])
  assert.deepEqual(openOf(state.trail, QUEUE), QUEUE)
})
