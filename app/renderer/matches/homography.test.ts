import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { alignedMatrix, type Nine } from './homography.ts'

/** What CSS does with `matrix3d(…)` and `transform-origin: 0 0` to a point of the element. */
function transformed(matrix: readonly number[], x: number, y: number) {
  const row = (r: number) => matrix[r]! * x + matrix[4 + r]! * y + matrix[12 + r]!
  return { x: row(0) / row(3), y: row(1) / row(3), z: row(2), w: row(3) }
}

const small = (most: number) => fc.double({ min: -most, max: most, noNaN: true })
/** A turn, stretch, shear and shift with some perspective, as between two photos of one plane. */
const homographyArb = fc
  .record({ angle: small(3), stretch: fc.double({ min: 0.4, max: 2.5, noNaN: true }), shear: small(0.3) })
  .chain(({ angle, stretch, shear }) =>
    fc
      .record({ x: small(2000), y: small(2000), g: small(5e-5), h: small(5e-5), times: fc.constantFrom(1, -1, 250) })
      .map(({ x, y, g, h, times }) =>
        [
          stretch * Math.cos(angle),
          shear - stretch * Math.sin(angle),
          x,
          stretch * Math.sin(angle),
          stretch * Math.cos(angle),
          y,
          g,
          h,
          1,
        ].map((value) => value * times),
      ),
  )
const displayArb = fc.record({
  fromScale: fc.double({ min: 0.05, max: 4, noNaN: true }),
  toScale: fc.double({ min: 0.05, max: 8, noNaN: true }),
  toX: small(3000),
  toY: small(3000),
})
const SIZE = { width: 4000, height: 3000 }

test('a point shown on the picture that is mapped comes to where the homography puts it on the other as shown', () => {
  const pointArb = fc.record({ x: fc.integer({ min: 0, max: 4000 }), y: fc.integer({ min: 0, max: 3000 }) })
  fc.assert(
    fc.property(homographyArb, displayArb, pointArb, (homography, display, { x, y }) => {
      const matrix = alignedMatrix(homography, SIZE, display)
      assert.ok(matrix !== null && matrix.length === 16)
      const [a, b, c, d, e, f, g, h, i] = homography as Nine
      const w = g * x + h * y + i
      const expected = {
        x: display.toX + (display.toScale * (a * x + b * y + c)) / w,
        y: display.toY + (display.toScale * (d * x + e * y + f)) / w,
      }
      const got = transformed(matrix, x * display.fromScale, y * display.fromScale)
      const tolerance = 1e-6 * (1 + Math.hypot(expected.x, expected.y))
      assert.ok(Math.hypot(got.x - expected.x, got.y - expected.y) < tolerance)
      assert.equal(got.z, 0)
      assert.ok(got.w > 0, 'CSS draws nothing where w is negative')
    }),
  )
})

test('a picture that stays as it is lies on itself', () => {
  const same = { fromScale: 0.25, toScale: 0.25, toX: 0, toY: 0 }
  assert.deepEqual(
    alignedMatrix([1, 0, 0, 0, 1, 0, 0, 0, 1], SIZE, same),
    [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  )
})

test('what is no homography draws nothing', () => {
  const display = { fromScale: 1, toScale: 1, toX: 0, toY: 0 }
  assert.equal(alignedMatrix([1, 0, 0, 0, 1, 0, 0, 0], SIZE, display), null)
  assert.equal(alignedMatrix([1, 0, 0, 0, Number.NaN, 0, 0, 0, 1], SIZE, display), null)
  assert.equal(alignedMatrix([1, 0, 0, 0, 1, 0, 0, 0, 0], SIZE, display), null)
})
