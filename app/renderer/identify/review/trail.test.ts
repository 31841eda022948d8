import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  NO_TRAIL,
  type Trail,
  currentOf,
  goBack,
  goOn,
  goTo,
  nextAfter,
  openOf,
  placeOf,
  reopen,
  settle,
} from './trail.ts'

const QUEUE = ['a', 'b', 'c', 'd']

test('goes through the queue in its order, and ends where nothing is left', () => {
  let trail = goOn(NO_TRAIL, QUEUE)
  const seen: (string | null)[] = []
  for (let steps = 0; steps < 5; steps++) {
    const current = currentOf(trail)
    seen.push(current)
    if (current !== null) trail = settle(trail, [current])
    trail = goOn(trail, QUEUE)
  }
  assert.deepEqual(seen, ['a', 'b', 'c', 'd', null])
  assert.deepEqual(openOf(trail, QUEUE), [])
  assert.equal(currentOf(goBack(trail)), 'd')
})

test('what was skipped comes again once the rest is done', () => {
  let trail = goOn(NO_TRAIL, ['a', 'b'])
  trail = goOn(trail, ['a', 'b'])
  assert.equal(currentOf(trail), 'b')
  trail = goOn(settle(trail, ['b']), ['a', 'b'])
  assert.equal(currentOf(trail), 'a')
  assert.equal(currentOf(goOn(trail, ['a', 'b'])), null, 'the last one open has no next')
})

test('what is ahead follows the queue as it is now; what was passed stays', () => {
  let trail = goOn(goOn(NO_TRAIL, QUEUE), QUEUE)
  assert.equal(currentOf(trail), 'b')
  trail = goOn(settle(trail, ['b']), ['d', 'c', 'a'])
  assert.equal(currentOf(trail), 'd')
  assert.equal(currentOf(goBack(goBack(trail))), 'a')
  assert.deepEqual(nextAfter(goBack(goBack(trail)), ['d', 'c', 'a'], 2), ['d', 'c'])
})

test('what was taken back is open again, though the queue does not know yet', () => {
  let trail = goOn(NO_TRAIL, ['a', 'b'])
  trail = goOn(settle(trail, ['a']), ['b'])
  trail = goTo(reopen(trail, ['a']), 'a')
  assert.equal(currentOf(trail), 'a')
  assert.deepEqual(openOf(trail, ['b']), ['b', 'a'])
  assert.equal(currentOf(goOn(settle(trail, ['a']), ['b'])), 'b')
})

test('the place is never beyond the whole', () => {
  assert.deepEqual(placeOf(NO_TRAIL, QUEUE), { place: 0, of: 4 })
  assert.deepEqual(placeOf(goOn(goOn(NO_TRAIL, QUEUE), QUEUE), QUEUE), { place: 2, of: 4 })
})

test('whatever is decided, skipped, taken back and gone back to: each is passed once, and none is forgotten', () => {
  const step = fc.constantFrom('on', 'back', 'settle', 'reopen')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let trail: Trail = goOn(NO_TRAIL, QUEUE)
      for (const what of steps) {
        const current = currentOf(trail)
        if (what === 'back') trail = goBack(trail)
        else if (what === 'on') trail = goOn(trail, QUEUE)
        else if (current !== null && what === 'settle') trail = goOn(settle(trail, [current]), QUEUE)
        else if (current !== null) trail = reopen(trail, [current])
        assert.equal(new Set(trail.passed).size, trail.passed.length)
        const { place, of } = placeOf(trail, QUEUE)
        assert.ok(place <= of && of === QUEUE.length, `${place} of ${of}`)
        const open = openOf(trail, QUEUE)
        assert.equal(open.length + trail.settled.size, QUEUE.length)
        const at = currentOf(trail)
        if (at === null) assert.ok(open.length <= 1 || trail.at === trail.passed.length)
      }
    }),
  )
})
