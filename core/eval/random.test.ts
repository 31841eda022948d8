import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sample, seedOf, seededRandom } from './random.ts'

test('mulberry32 gives the published sequence', () => {
  // The reference C code's first outputs for seed 1, divided by 2^32.
  const random = seededRandom(1)
  const outputs = [random(), random(), random()].map((value) => value * 2 ** 32)
  assert.deepEqual(outputs, [2693262067, 11749833, 2265367787])
})

test('FNV-1a of the published test vectors', () => {
  assert.equal(seedOf(''), 0x811c9dc5)
  assert.equal(seedOf('a'), 0xe40c292c)
  assert.equal(seedOf('foobar'), 0xbf9cf968)
})

test('a sample is drawn without replacement, the same for the same seed, from all alike', () => {
  const items = Array.from({ length: 20 }, (_, i) => i)
  const drawn = sample(items, 10, seededRandom(7))
  assert.deepEqual(sample(items, 10, seededRandom(7)), drawn)
  assert.notDeepEqual(sample(items, 10, seededRandom(8)), drawn)
  assert.equal(new Set(drawn).size, 10)
  assert.deepEqual(
    [...sample(items, 99, seededRandom(7))].sort((a, b) => a - b),
    items,
  )
  assert.deepEqual(
    items,
    Array.from({ length: 20 }, (_, i) => i),
  )
  const counts = new Array<number>(20).fill(0)
  const random = seededRandom(3)
  for (let round = 0; round < 4000; round++) for (const item of sample(items, 5, random)) counts[item]!++
  // Expected 1000 each; the standard deviation is 27.
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, counts.join())
})
