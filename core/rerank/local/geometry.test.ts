import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { QuarterTurns } from './extractor.ts'
import { blots, wholePicture } from './features-for-tests.ts'
import { keypointMask } from './mask.ts'
import { placeFeatures } from './place.ts'
import { turnedSize, turnPixels, unturnPixel } from './turn.ts'

const turns = fc.constantFrom<QuarterTurns>(0, 1, 2, 3)

test('a point of a turned picture has the colour that it has in the upright one', () => {
  const pixels = blots(23, 17)
  fc.assert(
    fc.property(turns, fc.nat(), fc.nat(), (quarter, a, b) => {
      const turned = turnPixels(pixels, quarter)
      assert.deepEqual({ width: turned.width, height: turned.height }, turnedSize(pixels, quarter))
      const [x, y] = [a % turned.width, b % turned.height]
      const [u, v] = unturnPixel(x, y, pixels, quarter)
      assert.equal(turned.data[3 * (y * turned.width + x)], pixels.data[3 * (v * pixels.width + u)])
    }),
  )
})

test('one quarter clockwise brings the left column to the top', () => {
  assert.deepEqual(unturnPixel(0, 0, { width: 4, height: 3 }, 1), [0, 2])
  assert.deepEqual(unturnPixel(2, 0, { width: 4, height: 3 }, 1), [0, 0])
})

test('a mask holds the pixels whose centres are inside, with a hole where the polygon crosses itself', () => {
  const shape = wholePicture(blots(8, 4))
  const square = keypointMask({
    ...shape,
    polygon: [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.75, 0.75],
      [0.25, 0.75],
    ],
  })!
  const expected = [0, 0, 0, 0, 0, 0, 0, 0].map(() => 0)
  const rows = [expected, [0, 0, 255, 255, 255, 255, 0, 0], [0, 0, 255, 255, 255, 255, 0, 0], expected]
  assert.deepEqual([...square], rows.flat())
  assert.equal(keypointMask(shape), null)
  assert.throws(
    () =>
      keypointMask({
        ...shape,
        polygon: [
          [0, 0],
          [1, 1],
        ],
      }),
    { code: 'invalid-argument' },
  )
  assert.throws(
    () =>
      keypointMask({
        ...shape,
        polygon: [
          [0, 0],
          [NaN, 1],
          [1, 0],
        ],
      }),
    { code: 'invalid-argument' },
  )
})

test('a polygon is one of the whole photo, whatever box is looked at', () => {
  const region = { x: 0.5, y: 0, width: 0.5, height: 1 }
  const mask = keypointMask({
    ...wholePicture(blots(4, 2)),
    region,
    polygon: [
      [0.5, 0],
      [0.75, 0],
      [0.75, 1],
      [0.5, 1],
    ],
  })!
  assert.deepEqual([...mask], [255, 255, 0, 0, 255, 255, 0, 0])
})

test('keypoints come back to the upright photo’s pixels, by centres', () => {
  const shape = {
    pixels: blots(20, 10),
    imageSize: { width: 400, height: 100 },
    region: { x: 0.5, y: 0, width: 0.5, height: 1 },
  }
  const found = (x: number, y: number) => ({
    n: 1,
    keypoints: Float32Array.of(x, y),
    strengths: Float32Array.of(3),
    descriptors: Float32Array.of(0.6, 0.8),
  })
  const upright = placeFeatures(found(0, 0), shape, 0)
  assert.deepEqual([...upright.keypoints], [204.5, 4.5])
  assert.deepEqual([...upright.strengths], [1])
  assert.ok(Math.abs(upright.scale - 0.1) < 1e-9)
  assert.deepEqual([...placeFeatures(found(9, 0), shape, 1).keypoints], [204.5, 4.5])
})
