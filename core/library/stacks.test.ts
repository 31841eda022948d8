import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findStacks, MAX_BURST_DISTANCE, MAX_GAP_SECONDS, type StackPhoto } from './stacks.ts'

/** 128 bits of which every other is set, with the bits of `flips` changed. */
function hash(...flips: readonly number[]): string {
  const bits = Array.from({ length: 128 }, (_, i) => (i % 2 === 0) !== flips.includes(i))
  return Array.from({ length: 32 }, (_, digit) =>
    Number.parseInt(
      bits
        .slice(4 * digit, 4 * digit + 4)
        .map(Number)
        .join(''),
      2,
    ).toString(16),
  ).join('')
}

function bits(count: number, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, i) => from + i)
}

function photo(photoId: number, values: Partial<StackPhoto> = {}): StackPhoto {
  return { photoId, dhash: hash(), width: 400, height: 300, taken: null, camera: null, ...values }
}

function at(second: number): string {
  return new Date(Date.UTC(2024, 1, 29, 23, 59, 0) + 1000 * second).toISOString().slice(0, 19)
}

const CAMERA = { camera: 'Canon EOS 5D' }
const ALIKE = hash(...bits(MAX_BURST_DISTANCE))
const UNLIKE = hash(...bits(MAX_BURST_DISTANCE + 1))

test('one picture in several files is exact, an edit is near, another photo is neither', async () => {
  assert.deepEqual(await findStacks([photo(1), photo(2), photo(3, { dhash: hash(...bits(60)) })]), [
    { kind: 'exact', photoIds: [1, 2] },
  ])
  assert.deepEqual(await findStacks([photo(1), photo(2, { dhash: hash(1, 2) })]), [{ kind: 'near', photoIds: [1, 2] }])
  assert.deepEqual(await findStacks([photo(1), photo(2, { width: 200, height: 150 })]), [
    { kind: 'near', photoIds: [1, 2] },
  ])
  assert.deepEqual(await findStacks([]), [])
})

test('the cover is the largest, then the earliest; the others follow as they were taken', async () => {
  const [stack] = await findStacks([
    photo(1, { taken: at(50) }),
    photo(2, { width: 800, taken: at(30) }),
    photo(3, { width: 800, taken: at(20) }),
    photo(4),
    photo(5, { taken: at(10) }),
  ])
  assert.deepEqual(stack?.photoIds, [3, 5, 2, 1, 4])
})

test('a burst is one camera, quick succession, and a like look: without any of them it is none', async () => {
  const first = photo(1, { ...CAMERA, taken: at(0) })
  const next = { ...CAMERA, dhash: ALIKE, taken: at(MAX_GAP_SECONDS) }
  assert.deepEqual(await findStacks([first, photo(2, next)]), [{ kind: 'burst', photoIds: [1, 2] }])
  const without: readonly Partial<StackPhoto>[] = [
    { dhash: UNLIKE },
    { taken: at(MAX_GAP_SECONDS + 1) },
    { taken: null },
    { taken: 'yesterday' },
    { camera: 'Canon EOS 6D' },
    { camera: null },
  ]
  for (const values of without) assert.deepEqual(await findStacks([first, photo(2, { ...next, ...values })]), [])
})

test('a burst goes on as long as shots follow each other, across midnight and a month', async () => {
  const shots = Array.from({ length: 90 }, (_, i) => photo(i + 1, { ...CAMERA, taken: at(2 * i) }))
  assert.deepEqual(await findStacks(shots), [{ kind: 'exact', photoIds: shots.map(({ photoId }) => photoId) }])
  const moving = shots.map((shot, i) => ({ ...shot, dhash: hash(...bits(14, i)) }))
  const [stack, ...others] = await findStacks(moving)
  assert.equal(stack?.kind, 'burst')
  assert.equal(stack.photoIds.length, 90)
  assert.deepEqual(others, [])
})

test('raw and JPEG of one shot are near, shots of different moments a burst, an edit joins its burst', async () => {
  const raw = photo(1, { ...CAMERA, taken: at(0), width: 402 })
  const jpeg = photo(2, { ...CAMERA, taken: at(0), dhash: hash(3) })
  assert.deepEqual(await findStacks([raw, jpeg]), [{ kind: 'near', photoIds: [1, 2] }])
  const later = photo(3, { ...CAMERA, taken: at(1), dhash: hash(4) })
  const edit = photo(4, { dhash: hash(4, 5), width: 100, height: 75 })
  assert.deepEqual(await findStacks([raw, jpeg, later, edit]), [{ kind: 'burst', photoIds: [1, 2, 3, 4] }])
})

test('hashes of another kind are left alone', async () => {
  assert.deepEqual(await findStacks([photo(1, { dhash: 'abc' }), photo(2, { dhash: 'abc' })]), [])
})

test('stacks are disjoint, of two and more, and do not depend on the order of the photos', async () => {
  const some = fc.record({
    dhash: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }).map((flips) => hash(...flips)),
    width: fc.constantFrom(100, 200),
    taken: fc.option(fc.integer({ min: 0, max: 12 }).map(at)),
    camera: fc.option(fc.constantFrom('A', 'B')),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(some, { maxLength: 25 }), async (values) => {
      const photos = values.map((value, i) => photo(i + 1, value))
      const stacks = await findStacks(photos)
      const stacked = stacks.flatMap(({ photoIds }) => photoIds)
      assert.equal(new Set(stacked).size, stacked.length)
      assert.ok(stacks.every(({ photoIds }) => photoIds.length > 1))
      assert.deepEqual(await findStacks(photos.toReversed()), stacks)
    }),
  )
})
