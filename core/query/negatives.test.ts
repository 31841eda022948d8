import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { avoid, everythingBut } from './negatives.ts'

const DOG = Float32Array.of(0.3, 0.28, 0.2, 0.22, 0.15)
const GRASS = Float32Array.of(0.3, 0.2, 0.3, 0.2, 0.2)

function order(similarities: ArrayLike<number>): readonly number[] {
  return Array.from(similarities, (_, row) => row).sort((a, b) => similarities[b]! - similarities[a]!)
}

test('a photo that resembles the avoided falls, worked by hand', () => {
  // Mean of base 0.23; of grass 0.24 with unbiased std 0.05477: z = 1.0954 or -0.7303, penalty 0.72665 or 0.
  const expected = [0.3 - 0.07 * 0.363325, 0.28, 0.2 - 0.03 * 0.363325, 0.22, 0.15]
  avoid(DOG, [{ similarities: GRASS, weight: 1 }]).forEach((value, row) =>
    assert.ok(Math.abs(value - expected[row]!) < 1e-5, `${value} at ${row}`),
  )
  assert.deepEqual(order(avoid(DOG, [{ similarities: GRASS, weight: 1 }])), [1, 0, 3, 2, 4])
})

test('a heavy part takes all of the lead, and no more', () => {
  const [first] = avoid(DOG, [{ similarities: GRASS, weight: 1000 }])
  assert.ok(Math.abs(first! - 0.23) < 1e-6)
})

test('a part that says nothing changes nothing', () => {
  const even = new Float32Array(5).fill(0.2)
  assert.deepEqual([...avoid(DOG, [{ similarities: even, weight: 1 }])], [...DOG])
  assert.deepEqual(
    [...avoid(Float32Array.of(0.3), [{ similarities: Float32Array.of(0.9), weight: 1 }])],
    [Math.fround(0.3)],
  )
  assert.equal(avoid(new Float32Array(0), [{ similarities: new Float32Array(0), weight: 1 }]).length, 0)
})

const lists = fc.integer({ min: 2, max: 40 }).chain((n) => {
  const list = fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: n, maxLength: n })
    .map((values) => Float32Array.from(values, (value) => value / 1000))
  return fc.record({ base: list, one: list, two: list, weight: fc.double({ min: 0.01, max: 3, noNaN: true }) })
})

test('nobody gains, more weight never helps, and several parts take at least what each takes alone', () => {
  fc.assert(
    fc.property(lists, ({ base, one, two, weight }) => {
      const alone = avoid(base, [{ similarities: one, weight }])
      const heavier = avoid(base, [{ similarities: one, weight: weight * 2 }])
      const both = avoid(base, [
        { similarities: one, weight },
        { similarities: two, weight: 1 },
      ])
      for (let row = 0; row < base.length; row++) {
        assert.ok(alone[row]! <= base[row]!)
        assert.ok(heavier[row]! <= alone[row]! + 1e-12)
        assert.ok(both[row]! <= alone[row]! + 1e-12)
      }
    }),
  )
})

test('scale and offset of the cosines do not change the order', () => {
  fc.assert(
    fc.property(lists, ({ base, one, weight }) => {
      // As compressed as words are against photos.
      const squeezed = base.map((value) => 0.25 + value / 10)
      const plain = avoid(base, [{ similarities: one, weight }])
      const compressed = avoid(squeezed, [{ similarities: one.map((value) => 0.25 + value / 10), weight }])
      for (let i = 0; i < base.length; i++) {
        for (let j = 0; j < base.length; j++) {
          if (plain[i]! > plain[j]! + 1e-3) assert.ok(compressed[i]! > compressed[j]!)
        }
      }
    }),
  )
})

test('only to avoid: least alike first, and a heavier part counts for more', () => {
  assert.deepEqual(order(everythingBut([{ similarities: DOG, weight: 5 }])), [4, 2, 3, 1, 0])
  const towardsDog = everythingBut([
    { similarities: DOG, weight: 0.1 },
    { similarities: GRASS, weight: 10 },
  ])
  const towardsGrass = everythingBut([
    { similarities: DOG, weight: 10 },
    { similarities: GRASS, weight: 0.1 },
  ])
  assert.ok(towardsDog[1]! > towardsDog[2]!)
  assert.ok(towardsGrass[1]! < towardsGrass[2]!)
  for (const value of towardsDog) assert.ok(value >= 0 && value <= 1)
})
