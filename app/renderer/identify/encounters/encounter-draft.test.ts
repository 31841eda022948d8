import assert from 'node:assert/strict'
import test from 'node:test'
import type { EncounterValue } from '../../../../core/api/identify.ts'
import { draftOf, parsePosition, problemsOf, valueOf } from './encounter-draft.ts'

const SEEN: EncounterValue = {
  startedAt: '2025-05-03T07:41:12+03:00',
  endedAt: null,
  place: 'North shore',
  position: { latitude: 33.0746, longitude: -35.6092 },
  observer: 'ana',
  notes: '',
}

test('what was not touched stays as it was, seconds and offset included', () => {
  assert.deepEqual(valueOf(draftOf(SEEN), SEEN), SEEN)
})

test('another time takes the place of the old one', () => {
  const draft = { ...draftOf(SEEN), startTime: '08:00', endDay: '2025-05-04' }
  const value = valueOf(draft, SEEN)
  assert.equal(value.startedAt, '2025-05-03T08:00:00')
  assert.equal(value.endedAt, '2025-05-04')
})

test('an empty draft is an encounter of which nothing is known', () => {
  const draft = draftOf(null)
  assert.deepEqual(problemsOf(draft), {})
  assert.deepEqual(valueOf(draft, null), {
    ...{ startedAt: null, endedAt: null, place: '', position: null, observer: '', notes: '' },
  })
})

test('each field says what is wrong with it', () => {
  const draft = draftOf(null)
  assert.deepEqual(problemsOf({ ...draft, startTime: '08:00' }), { startTime: 'timeNeedsDay' })
  assert.deepEqual(problemsOf({ ...draft, endDay: '2025-01-01' }), { startDay: 'endNeedsStart' })
  assert.deepEqual(problemsOf({ ...draft, coordinates: 'the shore' }), { coordinates: 'coordinates' })
  const ends = { ...draft, startDay: '2025-01-02', endDay: '2025-01-02' }
  assert.deepEqual(problemsOf(ends), {})
  assert.deepEqual(problemsOf({ ...ends, startTime: '10:00', endTime: '09:00' }), { endDay: 'endBeforeStart' })
  assert.deepEqual(problemsOf({ ...ends, endDay: '2025-01-01' }), { endDay: 'endBeforeStart' })
})

test('coordinates as people paste them', () => {
  const place = { latitude: 33.0746, longitude: 35.6092 }
  for (const text of [
    '33.0746, 35.6092',
    '33.0746 35.6092',
    '33,0746; 35,6092',
    '33.0746° N, 35.6092° E',
    ' 33.0746,35.6092 ',
  ])
    assert.deepEqual(parsePosition(text), place, text)
  assert.deepEqual(parsePosition('-27.5, 31'), { latitude: -27.5, longitude: 31 })
  assert.deepEqual(parsePosition('−27.5, −31'), { latitude: -27.5, longitude: -31 })
  assert.deepEqual(parsePosition('27.5 S 31 W'), { latitude: -27.5, longitude: -31 })
  for (const text of ['', '33', '91, 0', '0, 181', '33.07 / 35.6', 'a, b'])
    assert.equal(parsePosition(text), null, text)
})
