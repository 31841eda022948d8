import assert from 'node:assert/strict'
import test from 'node:test'
import type { Timeline } from '../../../core/api/browse.ts'
import { arrange, dateRanges, monthAt, monthStarts, sectionsOf } from './arrange.ts'

const timeline: Timeline = {
  photoIds: [9, 8, 7, 6, 5, 4],
  aspectRatios: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
  days: [
    { date: '2024-05-03', start: 0, count: 2 },
    { date: '2024-05-01', start: 2, count: 2 },
    { date: null, start: 4, count: 2 },
  ],
}
const stack = { kind: 'burst', photoIds: [7, 9, 5] } as const

test('a stack is shown as its cover, and a day of which nothing is left is not shown', () => {
  const shown = arrange(timeline, [stack, { kind: 'near', photoIds: [6, 4] }], new Set())
  assert.deepEqual(shown.photoIds, [8, 7, 6])
  assert.deepEqual(shown.aspectRatios, [0.8, 0.7, 0.6])
  assert.deepEqual(shown.days, [
    { date: '2024-05-03', start: 0, count: 1 },
    { date: '2024-05-01', start: 1, count: 2 },
  ])
  assert.deepEqual(
    [...shown.stackSizes],
    [
      [7, 3],
      [6, 2],
    ],
  )
})

test('an open stack is spread out after its cover', () => {
  const shown = arrange(timeline, [stack], new Set([7]))
  assert.deepEqual(shown.photoIds, [8, 7, 9, 5, 6, 4])
  assert.deepEqual(shown.aspectRatios, [0.8, 0.7, 0.9, 0.5, 0.6, 0.4])
  assert.deepEqual(
    [...shown.spread],
    [
      [9, 7],
      [5, 7],
    ],
  )
})

test('of a stack that a filter leaves only a part of, the first that is there is the cover', () => {
  assert.deepEqual([...arrange(timeline, [{ kind: 'near', photoIds: [100, 6, 8] }], new Set()).stackSizes], [[6, 2]])
  const alone = arrange(timeline, [{ kind: 'near', photoIds: [100, 6] }], new Set())
  assert.deepEqual(alone.photoIds, timeline.photoIds)
  assert.equal(alone.stackSizes.size, 0)
})

test('days with few photos share a heading within their month', () => {
  const ranges = dateRanges(timeline.days)
  assert.deepEqual(ranges, [
    { from: '2024-05-01', to: '2024-05-03', start: 0, count: 4 },
    { from: null, to: null, start: 4, count: 2 },
  ])
  const [may, undated] = sectionsOf(ranges, 'en', 'Without a date')
  assert.match(may?.label ?? '', /May 1\s–\s3, 2024/u)
  assert.equal(undated?.label, 'Without a date')
})

test('a day with many photos, another month and the undated stand alone', () => {
  const days = [
    { date: '2024-05-03', start: 0, count: 10 },
    { date: '2024-05-01', start: 10, count: 1 },
    { date: '2024-04-30', start: 11, count: 1 },
    { date: null, start: 12, count: 1 },
  ]
  assert.equal(dateRanges(days).length, 4)
  assert.equal(sectionsOf(dateRanges(days), 'de', '')[0]?.label, 'Freitag, 3. Mai 2024')
})

test('months begin at their first photo', () => {
  const months = monthStarts(timeline.days)
  assert.deepEqual(months, [
    { month: '2024-05', start: 0 },
    { month: null, start: 4 },
  ])
  assert.deepEqual(
    [0, 3, 4, 99].map((photo) => monthAt(months, photo)),
    [0, 0, 1, 1],
  )
})
