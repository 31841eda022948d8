import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Sizes, boxView, fitView, isFit, pan, sideFor, zoomTo } from './zoom.ts'

const side = fc.integer({ min: 1, max: 12_000 })
const sizesArb: fc.Arbitrary<Sizes> = fc.record({
  stage: fc.record({ width: fc.integer({ min: 50, max: 4000 }), height: fc.integer({ min: 50, max: 4000 }) }),
  photo: fc.record({ width: side, height: side }),
  pixelRatio: fc.constantFrom(1, 1.5, 2),
})

test('all of a photo is seen when it is fitted, in the middle, and enlarged twofold at most', () => {
  fc.assert(
    fc.property(sizesArb, (sizes) => {
      const { scale, x, y } = fitView(sizes)
      const { stage, photo } = sizes
      assert.ok(scale * sizes.pixelRatio <= 2 + 1e-9)
      assert.ok(Math.abs(2 * x + photo.width * scale - stage.width) < 1e-6)
      assert.ok(Math.abs(2 * y + photo.height * scale - stage.height) < 1e-6)
      assert.ok(x >= -1e-6 && y >= -1e-6)
      assert.ok(isFit({ scale, x, y }, sizes))
    }),
  )
})

test('no zooming and panning leaves a gap at an edge that the photo could cover', () => {
  const moves = fc.array(fc.tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.integer(), fc.integer()), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(sizesArb, moves, (sizes, steps) => {
      let view = fitView(sizes)
      for (const [factor, dx, dy] of steps) {
        view = zoomTo(view, view.scale * factor, sizes.stage.width / 3, sizes.stage.height / 2, sizes)
        view = pan(view, dx, dy, sizes)
      }
      const width = sizes.photo.width * view.scale
      if (width > sizes.stage.width) assert.ok(view.x <= 1e-6 && view.x + width >= sizes.stage.width - 1e-6)
      else assert.ok(Math.abs(2 * view.x + width - sizes.stage.width) < 1e-6)
    }),
  )
})

test('what is under the pointer stays there', () => {
  const sizes: Sizes = { stage: { width: 1000, height: 800 }, photo: { width: 6000, height: 4000 }, pixelRatio: 1 }
  const before = zoomTo(fitView(sizes), 0.5, 500, 400, sizes)
  const after = zoomTo(before, 1, 420, 310, sizes)
  assert.ok(Math.abs((420 - before.x) / before.scale - (420 - after.x) / after.scale) < 1e-9)
  assert.ok(Math.abs((310 - before.y) / before.scale - (310 - after.y) / after.scale) < 1e-9)
})

test('a box is all in sight, and in the middle unless the edge of the photo is near', () => {
  const part = fc.record({
    x: fc.double({ min: 0, max: 0.8, noNaN: true }),
    y: fc.double({ min: 0, max: 0.8, noNaN: true }),
    side: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
  })
  fc.assert(
    fc.property(sizesArb, part, (sizes, { x, y, side: share }) => {
      const { photo, stage } = sizes
      const box = { x: x * photo.width, y: y * photo.height, width: share * photo.width, height: share * photo.height }
      const view = boxView(box, sizes)
      const [left, right] = [view.x + box.x * view.scale, view.x + (box.x + box.width) * view.scale]
      assert.ok(left >= -1e-6 && right <= stage.width + 1e-6)
      if (
        photo.width * view.scale <= stage.width ||
        view.x >= 0 ||
        view.x + photo.width * view.scale <= stage.width + 1e-6
      )
        return
      assert.ok(Math.abs((left + right) / 2 - stage.width / 2) < 1e-6)
    }),
  )
})

test('the picture to load is large enough for the view, and no larger than the photo', () => {
  const sizes: Sizes = { stage: { width: 1000, height: 800 }, photo: { width: 6000, height: 4000 }, pixelRatio: 1 }
  assert.equal(sideFor(fitView(sizes), sizes), 1024)
  assert.equal(sideFor({ scale: 0.3, x: 0, y: 0 }, sizes), 2048)
  assert.equal(sideFor({ scale: 1, x: 0, y: 0 }, sizes), 6000)
  const small: Sizes = { ...sizes, photo: { width: 500, height: 300 } }
  assert.equal(sideFor(fitView(small), small), 500)
})
