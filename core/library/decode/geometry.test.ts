import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { ResightError, type PixelSpec } from '../../types.ts'
import { centreCrop, checkRegion, checkSpec, regionArea, resizedSize, visibleArea, workingSize } from './geometry.ts'

const SHORTEST: PixelSpec = {
  resize: { kind: 'shortest', edgePx: 256 },
  cropPx: { width: 224, height: 224 },
  kernel: 'cubic',
}
const EXACT: PixelSpec = { resize: { kind: 'exact' }, cropPx: { width: 384, height: 256 }, kernel: 'cubic' }

const sides = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 60_000 }))
const sizes = fc.record({ width: sides, height: sides })

test('the shorter edge is exact, the longer rounded down', () => {
  assert.deepEqual(resizedSize({ width: 4032, height: 3024 }, SHORTEST), { width: 341, height: 256 })
  assert.deepEqual(resizedSize({ width: 3024, height: 4032 }, SHORTEST), { width: 256, height: 341 })
  assert.deepEqual(resizedSize({ width: 100, height: 100 }, SHORTEST), { width: 256, height: 256 })
  assert.deepEqual(resizedSize({ width: 4032, height: 3024 }, EXACT), { width: 384, height: 256 })
})

test('the crop is central, the odd pixel at the end', () => {
  assert.deepEqual(centreCrop({ width: 341, height: 256 }, { width: 224, height: 224 }), {
    left: 58,
    top: 16,
    width: 224,
    height: 224,
  })
})

test('what the crop shows of a photo lies within it and is central', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const area = visibleArea(size, SHORTEST)
      assert.ok(area.left >= 0 && area.top >= 0 && area.width >= 1 && area.height >= 1)
      assert.ok(area.left + area.width <= size.width && area.top + area.height <= size.height)
      assert.ok(Math.abs(2 * area.left + area.width - size.width) <= 1)
      assert.ok(Math.abs(2 * area.top + area.height - size.height) <= 1)
    }),
  )
  assert.deepEqual(visibleArea({ width: 4000, height: 3000 }, SHORTEST), {
    left: 687,
    top: 187,
    width: 2625,
    height: 2625,
  })
})

test('the working picture is large enough for what is made of it, never enlarged, never huge', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.constantFrom(SHORTEST, EXACT, null),
      fc.constantFrom(null, 320, 1024),
      (size, spec, thumb) => {
        const { width, height, forPixels } = workingSize(size, spec, thumb)
        assert.ok(width <= size.width && height <= size.height && width >= 1 && height >= 1)
        assert.ok(width * height <= 8.1e6)
        const longest = Math.max(size.width, size.height)
        if (thumb !== null) assert.ok(Math.max(width, height) >= Math.min(thumb, longest) - 1)
        if (spec === null || !forPixels) return
        const target = resizedSize(size, spec)
        assert.ok(
          width >= Math.min(size.width, 2 * target.width - 2) && height >= Math.min(size.height, 2 * target.height - 2),
        )
      },
    ),
  )
  assert.equal(workingSize({ width: 60_000, height: 600 }, SHORTEST, 320).forPixels, false)
  assert.equal(workingSize({ width: 4032, height: 3024 }, SHORTEST, 320).forPixels, true)
})

test('a region covers the pixels it says, at least one', () => {
  const size = { width: 1000, height: 500 }
  const half = { x: 0.5, y: 0, width: 0.5, height: 1 }
  assert.deepEqual(regionArea(half, size), { left: 500, top: 0, width: 500, height: 500 })
  fc.assert(
    fc.property(
      sizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, x, y) => {
        const area = regionArea({ x, y, width: Math.max(1e-9, (1 - x) / 2), height: Math.max(1e-9, 1 - y) }, of)
        assert.ok(area.left >= 0 && area.top >= 0 && area.width >= 1 && area.height >= 1)
        assert.ok(area.left + area.width <= of.width && area.top + area.height <= of.height)
      },
    ),
  )
})

const isInvalid = (error: unknown): boolean => error instanceof ResightError && error.code === 'invalid-argument'

test('nonsense regions and specs are refused', () => {
  checkRegion({ x: 0, y: 0, width: 1, height: 1 })
  for (const [x, y, width, height] of [
    [-0.1, 0, 1, 1],
    [0, 0, 0, 1],
    [0.5, 0, 0.6, 1],
    [0, 0.5, 1, 0.6],
    [NaN, 0, 1, 1],
    [0, 0, Infinity, 1],
  ] as const)
    assert.throws(() => checkRegion({ x, y, width, height }), isInvalid)
  checkSpec(SHORTEST)
  checkSpec(EXACT)
  assert.throws(() => checkSpec({ ...SHORTEST, cropPx: { width: 0, height: 224 } }), isInvalid)
  assert.throws(() => checkSpec({ ...SHORTEST, cropPx: { width: 257, height: 224 } }), isInvalid)
  assert.throws(() => checkSpec({ ...SHORTEST, cropPx: { width: 22.5, height: 224 } }), isInvalid)
  assert.throws(() => checkSpec({ ...EXACT, cropPx: { width: 5000, height: 224 } }), isInvalid)
})
