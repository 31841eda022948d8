import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import sharp from 'sharp'
import type { Pixels } from '../../types.ts'
import { isOrientation, makeUpright, toStoredArea, turnsSides, type Orientation } from './orientation.ts'

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const satisfies readonly Orientation[]

/** Every pixel is different: its number, in three bytes. */
function numbered(width: number, height: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i % 3 === 0 ? i / 3 : 0))
  return { width, height, data }
}

/** libvips' own turning, by the Exif tag: the oracle. */
async function turnedBySharp({ width, height, data }: Pixels, orientation: Orientation): Promise<Pixels> {
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .withMetadata({ orientation })
    .toBuffer()
  const turned = await sharp(png).autoOrient().raw().toBuffer({ resolveWithObject: true })
  return { width: turned.info.width, height: turned.info.height, data: new Uint8Array(turned.data) }
}

for (const orientation of ORIENTATIONS)
  test(`orientation ${orientation} is turned upright as libvips does`, async () => {
    const stored = numbered(7, 5)
    const { width, height, data } = makeUpright(stored, orientation)
    assert.deepEqual({ width, height, data: new Uint8Array(data) }, await turnedBySharp(stored, orientation))
  })

test('an upright area shows the same pixels as the stored area it maps to', () => {
  const cases = fc
    .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
    .chain((size) =>
      fc.record({
        size: fc.constant(size),
        orientation: fc.constantFrom(...ORIENTATIONS),
        corners: fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6)),
      }),
    )
  fc.assert(
    fc.property(cases, ({ size, orientation, corners }) => {
      const upright = makeUpright(numbered(size.width, size.height), orientation)
      const left = corners[0] % upright.width
      const top = corners[1] % upright.height
      const area = {
        left,
        top,
        width: 1 + (corners[2] % (upright.width - left)),
        height: 1 + (corners[3] % (upright.height - top)),
      }
      const stored = toStoredArea(area, orientation, size.width, size.height)
      const cropped = crop(numbered(size.width, size.height), stored)
      assert.deepEqual(makeUpright(cropped, orientation), crop(upright, area))
    }),
  )
})

function crop({ width, data }: Pixels, area: { left: number; top: number; width: number; height: number }): Pixels {
  const cut = new Uint8Array(area.width * area.height * 3)
  for (let y = 0; y < area.height; y++) {
    const from = 3 * ((area.top + y) * width + area.left)
    cut.set(data.subarray(from, from + 3 * area.width), 3 * y * area.width)
  }
  return { width: area.width, height: area.height, data: cut }
}

test('only 1 to 8 are orientations, and 5 to 8 change the sides', () => {
  assert.deepEqual([0, 9, 1.5, '1', null, undefined].filter(isOrientation), [])
  assert.deepEqual(ORIENTATIONS.filter(isOrientation), ORIENTATIONS)
  assert.deepEqual(ORIENTATIONS.filter(turnsSides), [5, 6, 7, 8])
})
