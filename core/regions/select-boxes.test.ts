import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Detection } from './detector.ts'
import { boxAt, selectBoxes } from './select-boxes.ts'

function seen(label: string, confidence: number, x: number, y: number, width: number, height: number): Detection {
  return { label, confidence, box: { x, y, width, height } }
}

test('the large animal comes before a small one that is more certain, further ones follow', () => {
  const subject = seen('cow', 0.5, 0.2, 0.2, 0.5, 0.6)
  const beside = seen('dog', 0.8, 0.75, 0.5, 0.2, 0.3)
  assert.deepEqual(selectBoxes([beside, subject]), [subject, beside])
  assert.deepEqual(selectBoxes([seen('bird', 0.2, 0.75, 0.5, 0.1, 0.1), subject]), [subject])
})

test('a head is no second animal, and a herd is no part of one of its animals', () => {
  const whole = seen('horse', 0.7, 0.1, 0.1, 0.8, 0.8)
  assert.deepEqual(selectBoxes([whole, seen('dog', 0.6, 0.6, 0.1, 0.35, 0.4)]), [whole])
  const herd = seen('sheep', 0.1, 0, 0, 1, 1)
  assert.deepEqual(selectBoxes([herd, whole]), [whole])
})

test('where there is no animal the likeliest thing is taken for one, but neither a person nor all of the picture', () => {
  const seal = seen('surfboard', 0.2, 0.2, 0.4, 0.4, 0.2)
  const others = [
    seen('person', 0.9, 0.6, 0.1, 0.2, 0.7),
    seen('bed', 0.6, 0, 0, 1, 1),
    seen('kite', 0.5, 0, 0, 0.02, 0.02),
  ]
  assert.deepEqual(selectBoxes([...others, seal]), [seal])
  assert.deepEqual(selectBoxes(others), [])
  assert.deepEqual(selectBoxes([seen('bird', 0.9, 0.5, 0.5, 0.01, 0.01)]), [], 'a speck is nothing to compare')
})

test('a click means the animal there before a thing there, however unsure', () => {
  const bird = seen('bird', 0.06, 0.1, 0.1, 0.4, 0.4)
  const boat = seen('banana', 0.6, 0.1, 0.1, 0.5, 0.5)
  assert.equal(boxAt([boat, bird], 0.3, 0.3), bird)
  assert.equal(boxAt([boat, bird], 0.55, 0.55), boat)
  assert.equal(boxAt([boat, bird], 0.9, 0.9), null)
})
