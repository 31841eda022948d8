import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { MAX_DISTANCE } from '../near-pairs.ts'
import type { Pixels } from '../../types.ts'
import { differenceHash } from './difference-hash.ts'

function grey(width: number, height: number, value: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.fill(value(x, y), 3 * (y * width + x), 3 * (y * width + x) + 3)
  return { width, height, data }
}

const F = 'f'.repeat(16)
const O = '0'.repeat(16)

test('brighter to the right, brighter downwards, flat', () => {
  assert.equal(differenceHash(grey(90, 80, (x) => 2 * x)), F + O)
  assert.equal(differenceHash(grey(90, 80, (x) => 255 - 2 * x)), O + O)
  assert.equal(differenceHash(grey(80, 90, (_, y) => 2 * y)), O + F)
  assert.equal(differenceHash(grey(90, 90, (x, y) => x + y)), F + F)
  assert.equal(differenceHash(grey(50, 50, () => 128)), O + O)
})

test('bits run left to right, top to bottom, most significant first', () => {
  // Brightness rises only into column 1 of row 0, and falls back after it.
  assert.equal(differenceHash(grey(9, 8, (x, y) => (x === 1 && y === 0 ? 9 : 0))).slice(0, 16), '8000000000000000')
  assert.equal(differenceHash(grey(9, 8, (x, y) => (x === 8 && y === 7 ? 9 : 0))).slice(0, 16), '0000000000000001')
  assert.equal(differenceHash(grey(8, 9, (x, y) => (x === 7 && y === 8 ? 9 : 0))).slice(16), '0000000000000001')
})

test('turning a picture about its diagonal swaps rows and columns', () => {
  const value = (x: number, y: number) => ((x * 7919 + y * 104729) % 97) * 2
  const transpose = (hash: string) => {
    const bits = BigInt(`0x${hash}`).toString(2).padStart(64, '0')
    const turned = Array.from({ length: 64 }, (_, i) => bits.charAt((i % 8) * 8 + (i >> 3))).join('')
    return BigInt(`0b${turned}`).toString(16).padStart(16, '0')
  }
  const hash = differenceHash(grey(72, 72, value))
  const turned = differenceHash(grey(72, 72, (x, y) => value(y, x)))
  assert.equal(turned, transpose(hash.slice(16)) + transpose(hash.slice(0, 16)))
})

test('any size gives 32 hex digits, down to one pixel', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.nat(255),
      (width, height, seed) => {
        assert.match(differenceHash(grey(width, height, (x, y) => (x * seed + y * 31) % 256)), /^[0-9a-f]{32}$/)
      },
    ),
  )
})

test('scaling and recompression change few bits', async () => {
  const value = (x: number, y: number) => 128 + 60 * Math.sin(x / 23) + 60 * Math.cos((x + 2 * y) / 31)
  const { width, height, data } = grey(480, 360, value)
  const small = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(160)
    .jpeg({ quality: 50 })
    .toBuffer()
  const decoded = await sharp(small).raw().toBuffer({ resolveWithObject: true })
  const hash = differenceHash({ width: decoded.info.width, height: decoded.info.height, data: decoded.data })
  const bits = (BigInt(`0x${hash}`) ^ BigInt(`0x${differenceHash({ width, height, data })}`)).toString(2)
  assert.ok(bits.replaceAll('0', '').length <= MAX_DISTANCE / 2)
})
