import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gaussianCdf } from './calibrate.ts'
import { METHODS } from './methods.ts'
import { product } from './product.ts'
import { slerp } from './slerp.ts'
import { sum } from './sum.ts'
import { dot } from './vectors.ts'
import { weicom } from './weicom.ts'

const component = fc.double({ min: -1, max: 1, noNaN: true })
const unitVector = fc
  .array(component, { minLength: 8, maxLength: 8 })
  .filter((values) => Math.hypot(...values) > 0.01)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)))
const balance = fc.double({ min: 0.01, max: 0.99, noNaN: true })
/** Thousandths: no denormal numbers, whose rounding would be the subject. */
const cosines = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 })
  .map((values) => Float32Array.from(values, (value) => value / 1000))

/** Whether two lists order every pair of rows alike, ties allowed on either side. */
function sameOrder(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < a.length; j++) if (a[i]! > a[j]! && b[i]! < b[j]!) return false
  }
  return true
}

test('vector methods give a unit vector between the photo and the words', () => {
  for (const method of Object.values(METHODS)) {
    if (method.kind !== 'vector') continue
    fc.assert(
      fc.property(unitVector, unitVector, balance, (photo, words, share) => {
        const query = method.compose(photo, words, share)
        assert.ok(Math.abs(dot(query, query) - 1) < 1e-5)
        // Nearer to the photo than the words are, and the other way round, up to rounding.
        assert.ok(dot(query, photo) >= dot(words, photo) - 1e-4)
        assert.ok(dot(query, words) >= dot(words, photo) - 1e-4)
      }),
    )
  }
})

test('slerp divides the angle by the balance', () => {
  const photo = Float32Array.of(1, 0, 0)
  const words = Float32Array.of(0, 1, 0)
  const query = slerp.compose(photo, words, 0.25)
  assert.ok(Math.abs(Math.acos(dot(query, photo)) - Math.PI / 8) < 1e-6)
  fc.assert(
    fc.property(unitVector, unitVector, balance, (v, t, share) => {
      fc.pre(Math.abs(dot(v, t)) < 0.9995)
      const angle = Math.acos(dot(v, t))
      const expected = Math.cos(share * angle)
      assert.ok(Math.abs(dot(slerp.compose(v, t, share), v) - expected) < 1e-4)
    }),
  )
})

test('slerp and sum survive equal and opposite directions', () => {
  const photo = Float32Array.of(0.6, 0.8)
  const opposite = Float32Array.of(-0.6, -0.8)
  for (const method of [sum, slerp]) {
    assert.ok(dot(method.compose(photo, photo, 0.3), photo) > 0.9999)
    for (const share of [0.2, 0.5, 0.8]) {
      const query = method.compose(photo, opposite, share)
      assert.ok(Math.abs(dot(query, query) - 1) < 1e-5)
    }
  }
})

test('sum at 0.5 ranks like the sum of the cosines', () => {
  fc.assert(
    fc.property(unitVector, unitVector, fc.array(unitVector, { minLength: 2, maxLength: 20 }), (v, t, photos) => {
      fc.pre(dot(v, t) > -0.99)
      const query = sum.compose(v, t, 0.5)
      const norm = dot(v, query) + dot(t, query)
      for (const x of photos) assert.ok(Math.abs(dot(query, x) * norm - (dot(v, x) + dot(t, x))) < 1e-4)
    }),
  )
})

test('product at 0.5 is the plain product, symmetric, and 0 where either disagrees', () => {
  const photo = Float32Array.of(0.5, 0.9, -0.5, 0.4)
  const words = Float32Array.of(0.2, 0.1, 0.3, -0.3)
  const composed = product.compose(photo, words, 0.5)
  const expected = [0.1, 0.09, 0, 0]
  composed.forEach((value, row) => assert.ok(Math.abs(value - expected[row]!) < 1e-7))
  fc.assert(
    fc.property(cosines, balance, (list, share) => {
      const reversed = list.slice().reverse()
      const there = product.compose(list, reversed, share)
      const back = product.compose(reversed, list, 1 - share)
      there.forEach((value, row) => assert.ok(Math.abs(value - back[row]!) < 1e-12))
    }),
  )
})

test('product does not change its order when a list is scaled', () => {
  fc.assert(
    fc.property(cosines, balance, fc.double({ min: 0.1, max: 1, noNaN: true }), (list, share, factor) => {
      const other = list.slice().reverse()
      const scaled = product.compose(
        list.map((value) => value * factor),
        other,
        share,
      )
      const plain = product.compose(list, other, share)
      for (let i = 1; i < plain.length; i++) {
        const clearly = plain[i]! > plain[i - 1]! * 1.001
        if (clearly) assert.ok(scaled[i]! >= scaled[i - 1]!)
      }
    }),
  )
})

test('weicom on hand-worked lists', () => {
  // Mean 0.5, unbiased std 0.1: z = -1, 0, 1; and the words the other way round with another scale.
  const photo = Float32Array.of(0.4, 0.5, 0.6)
  const words = Float32Array.of(0.3, 0.2, 0.1)
  const composed = weicom.compose(photo, words, 0.3)
  const low = 0.15865525393145707
  const expected = [0.7 * low + 0.3 * (1 - low), 0.5, 0.7 * (1 - low) + 0.3 * low]
  composed.forEach((value, row) => assert.ok(Math.abs(value - expected[row]!) < 1e-6))
})

test('weicom at its ends ranks by the photo alone and by the words alone', () => {
  fc.assert(
    fc.property(cosines, (photo) => {
      const words = photo.slice().reverse()
      assert.ok(sameOrder(photo, weicom.compose(photo, words, 0)))
      assert.ok(sameOrder(words, weicom.compose(photo, words, 1)))
    }),
  )
})

test('weicom does not care about scale and offset of either list', () => {
  fc.assert(
    fc.property(cosines, balance, (photo, share) => {
      const words = photo.slice().reverse()
      fc.pre(Math.max(...photo) - Math.min(...photo) > 0.1)
      const squeezed = words.map((value) => 0.25 + value / 10)
      const plain = weicom.compose(photo, words, share)
      weicom.compose(photo, squeezed, share).forEach((value, row) => assert.ok(Math.abs(value - plain[row]!) < 1e-4))
    }),
  )
})

test('calibration of a list that says nothing is 0.5 throughout', () => {
  assert.deepEqual([...gaussianCdf(new Float32Array(0))], [])
  assert.deepEqual([...gaussianCdf(Float32Array.of(0.3))], [0.5])
  assert.deepEqual([...gaussianCdf(new Float32Array(1000).fill(0.1))], new Array(1000).fill(0.5))
})
