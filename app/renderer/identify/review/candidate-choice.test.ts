import assert from 'node:assert/strict'
import test from 'node:test'
import type { Candidate } from '../../../../core/api/photo-id.ts'
import { afterDenial, offered, photosOfCandidate, shownChoice, stepCandidate, stepPhoto } from './candidate-choice.ts'

const candidate = (individualId: string): Candidate => ({
  individualId,
  annotationId: `${individualId}-best`,
  similarities: {},
  probability: null,
})
const LIST = ['ana', 'bo', 'cy'].map(candidate)

test('a choice stays while the list is sorted anew, and falls back to the best once it is gone', () => {
  const chosen = { individualId: 'bo', photo: 2 }
  assert.deepEqual(shownChoice(LIST.toReversed(), chosen), chosen)
  assert.deepEqual(shownChoice(offered(LIST, new Set(['bo'])), chosen), { individualId: 'ana', photo: 0 })
  assert.equal(shownChoice([], chosen), null)
})

test('steps keep within the list and begin with the best photo', () => {
  const start = { individualId: 'ana', photo: 3 }
  assert.deepEqual(stepCandidate(LIST, start, 1), { individualId: 'bo', photo: 0 })
  assert.deepEqual(stepCandidate(LIST, start, -1), start)
  assert.deepEqual(stepCandidate(LIST, start, 9), { individualId: 'cy', photo: 0 })
})

test('photos go round', () => {
  const at = (photo: number) => ({ individualId: 'ana', photo })
  assert.deepEqual(stepPhoto(at(0), 3, -1), at(2))
  assert.deepEqual(stepPhoto(at(2), 3, 1), at(0))
  assert.deepEqual(stepPhoto(at(0), 0, 1), at(0))
})

test('the best photo comes first, once', () => {
  assert.deepEqual(photosOfCandidate(candidate('ana'), ['x', 'ana-best', 'y']), ['ana-best', 'x', 'y'])
})

test('after a denial the next is shown, after the last the one before, after the only one nobody', () => {
  assert.equal(afterDenial(LIST, 'ana')?.individualId, 'bo')
  assert.equal(afterDenial(LIST, 'cy')?.individualId, 'bo')
  assert.equal(afterDenial([candidate('ana')], 'ana'), null)
})
