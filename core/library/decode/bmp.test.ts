import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { PhotoError } from '../decoded.ts'
import { decodeBitmap } from './bmp.ts'
import type { Raster } from './raster.ts'

interface BitmapParts {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly compression?: number
  /** BGR0, or BGR for a 12-byte header */
  readonly palette?: readonly number[]
  readonly masks?: readonly number[]
  readonly headerBytes?: number
  /** Rows as stored, padded. */
  readonly data: Buffer
}

function bitmap(parts: BitmapParts): Buffer {
  const { width, height, bits, compression = 0, palette = [], masks = [], headerBytes = 40, data } = parts
  const header = Buffer.alloc(14 + headerBytes)
  header.write('BM', 0, 'latin1')
  header.writeUInt32LE(headerBytes, 14)
  if (headerBytes === 12) {
    header.writeUInt16LE(width, 18)
    header.writeUInt16LE(height, 20)
    header.writeUInt16LE(1, 22)
    header.writeUInt16LE(bits, 24)
  } else {
    header.writeInt32LE(width, 18)
    header.writeInt32LE(height, 22)
    header.writeUInt16LE(1, 26)
    header.writeUInt16LE(bits, 28)
    header.writeUInt32LE(compression, 30)
    if (bits <= 8) header.writeUInt32LE(palette.length / 4, 46)
  }
  const maskBytes = Buffer.alloc(4 * masks.length)
  masks.forEach((mask, index) => maskBytes.writeUInt32LE(mask, 4 * index))
  if (headerBytes > 40) maskBytes.copy(header, 54)
  const extra = headerBytes === 40 ? maskBytes : Buffer.alloc(0)
  const before = Buffer.concat([header, extra, Buffer.from(palette)])
  before.writeUInt32LE(before.length, 10)
  return Buffer.concat([before, data])
}

function decode(parts: BitmapParts): Raster {
  return decodeBytes(bitmap(parts))
}

function decodeBytes(bytes: Buffer): Raster {
  const raster = decodeBitmap(bytes, '/p/a.bmp', 1e8)
  assert.ok(!('embedded' in raster))
  return raster
}

function pixels({ data, channels }: Raster): readonly string[] {
  return Array.from({ length: data.length / channels }, (_, i) =>
    data.subarray(i * channels, (i + 1) * channels).toString('hex'),
  )
}

const BLACK_WHITE_RED_GREEN = [0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]

test('24 bits, padded rows, bottom up', () => {
  const data = Buffer.from('0000ff' + '00ff00' + '0000' + 'ff0000' + 'ffffff' + '0000', 'hex')
  const raster = decode({ width: 2, height: 2, bits: 24, data })
  assert.deepEqual(pixels(raster), ['0000ff', 'ffffff', 'ff0000', '00ff00'])
  assert.equal(raster.warning, null)
})

test('a negative height is top down', () => {
  const data = Buffer.from('0000ff00' + 'ff000000', 'hex')
  assert.deepEqual(pixels(decode({ width: 1, height: -2, bits: 24, data })), ['ff0000', '0000ff'])
})

const indexed: readonly (readonly [bits: number, row: string])[] = [
  [1, '60000000'],
  [2, '14000000'],
  [4, '01100000'],
  [8, '00010100'],
]
for (const [bits, row] of indexed)
  test(`${bits} bits a pixel through a palette`, () => {
    const raster = decode({ width: 4, height: 1, bits, palette: BLACK_WHITE_RED_GREEN, data: Buffer.from(row, 'hex') })
    const expected = ['000000', 'ffffff', 'ffffff', '000000']
    assert.deepEqual(pixels(raster), expected)
  })

test('an index outside the palette is black', () => {
  const raster = decode({ width: 2, height: 1, bits: 8, palette: [1, 2, 3, 0], data: Buffer.from('00070000', 'hex') })
  assert.deepEqual(pixels(raster), ['030201', '000000'])
})

test('OS/2 1.x: short header, palette of three bytes', () => {
  const palette = [0, 0, 255, 255, 0, 0]
  const raster = decode({
    width: 2,
    height: 1,
    bits: 1,
    headerBytes: 12,
    palette,
    data: Buffer.from('40000000', 'hex'),
  })
  assert.deepEqual(pixels(raster), ['ff0000', '0000ff'])
})

test('16 bits without masks are 5-5-5, with masks what these say', () => {
  const data = Buffer.from([0x00, 0x7c, 0xe0, 0x03, 0x1f, 0x00, 0, 0])
  assert.deepEqual(pixels(decode({ width: 3, height: 1, bits: 16, data })), ['ff0000', '00ff00', '0000ff'])
  const masks = [0xf800, 0x07e0, 0x001f]
  const rgb565 = decode({ width: 1, height: 1, bits: 16, compression: 3, masks, data: Buffer.from([0xe0, 7, 0, 0]) })
  assert.deepEqual(pixels(rgb565), ['00ff00'])
})

test('32 bits: the fourth byte is unused without a mask, alpha with one', () => {
  const data = Buffer.from('3020100a', 'hex')
  assert.deepEqual(pixels(decode({ width: 1, height: 1, bits: 32, data })), ['102030'])
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000]
  const v4 = { width: 1, height: 1, bits: 32, compression: 3, masks, headerBytes: 108, data }
  assert.deepEqual(pixels(decode(v4)), ['1020300a'])
})

test('run-length coding: runs, literals, line ends, skips', () => {
  // Line 0: two white, literal red green red (padded), end. Line 1: skip one, three red. End of picture.
  const data = Buffer.from('0201' + '0003020302' + '00' + '0000' + '00020100' + '0302' + '0001', 'hex')
  const raster = decode({ width: 5, height: 2, bits: 8, compression: 1, palette: BLACK_WHITE_RED_GREEN, data })
  assert.deepEqual(pixels(raster), [
    ...['000000', 'ff0000', 'ff0000', 'ff0000', '000000'],
    ...['ffffff', 'ffffff', 'ff0000', '00ff00', 'ff0000'],
  ])
  assert.equal(raster.warning, null)
})

test('run-length coding of 4 bits alternates nibbles', () => {
  const data = Buffer.from('0512' + '0001', 'hex')
  const raster = decode({ width: 5, height: 1, bits: 4, compression: 2, palette: BLACK_WHITE_RED_GREEN, data })
  assert.deepEqual(pixels(raster), ['ffffff', 'ff0000', 'ffffff', 'ff0000', 'ffffff'])
})

test('a run past the end of a line is cut off', () => {
  const data = Buffer.from('ff01' + '0000' + 'ff02' + '0001', 'hex')
  const raster = decode({ width: 2, height: 2, bits: 8, compression: 1, palette: BLACK_WHITE_RED_GREEN, data })
  assert.deepEqual(pixels(raster), ['ff0000', 'ff0000', 'ffffff', 'ffffff'])
})

test('rows that are missing are white, and said; too few rows are refused', () => {
  const data = Buffer.alloc(16 * 5, 0x40)
  const raster = decode({ width: 4, height: 16, bits: 24, data })
  assert.equal(pixels(raster).filter((pixel) => pixel === '404040').length, 4 * 6)
  assert.match(raster.warning ?? '', /end of file/)
  assert.throws(() => decode({ width: 4, height: 160, bits: 24, data }), /end of file/)
})

test('a JPEG or PNG inside is given back', () => {
  const found = decodeBitmap(
    bitmap({ width: 9, height: 9, bits: 24, compression: 5, data: Buffer.from('PNG') }),
    '',
    1e8,
  )
  assert.deepEqual(found, { embedded: Buffer.from('PNG') })
})

const refused: readonly (readonly [why: string, parts: Partial<BitmapParts>])[] = [
  ['no width', { width: 0 }],
  ['negative width', { width: -5 }],
  ['no height', { height: 0 }],
  ['30 bits', { bits: 30 }],
  ['unknown compression', { compression: 9 }],
  ['RLE8 of 4 bits', { bits: 4, compression: 1 }],
  ['more run-length pixels than the file can hold', { width: 9000, height: 9000, bits: 8, compression: 1 }],
]
for (const [why, parts] of refused)
  test(`refused: ${why}`, () => {
    assert.throws(() => decode({ width: 2, height: 2, bits: 24, data: Buffer.alloc(16), ...parts }), Error)
  })

test('more pixels than allowed are refused before memory is taken', () => {
  const bytes = bitmap({ width: 1e6, height: 1e6, bits: 24, data: Buffer.alloc(100) })
  assert.throws(
    () => decodeBytes(bytes),
    (error) => error instanceof PhotoError && error.code === 'too-large',
  )
})

test('garbage gives a picture of the size it claims, or an error', () => {
  const good = [
    bitmap({ width: 8, height: 8, bits: 24, data: Buffer.alloc(192, 7) }),
    bitmap({ width: 8, height: 8, bits: 8, compression: 1, palette: BLACK_WHITE_RED_GREEN, data: Buffer.alloc(64, 3) }),
    bitmap({ width: 8, height: 8, bits: 32, compression: 3, masks: [255, 65280, 1, 7], data: Buffer.alloc(256, 9) }),
  ]
  const change = fc.tuple(fc.nat({ max: 90 }), fc.nat({ max: 255 }))
  fc.assert(
    fc.property(
      fc.constantFrom(...good),
      fc.array(change, { maxLength: 8 }),
      fc.nat({ max: 400 }),
      (file, changes, end) => {
        const bytes = Buffer.from(file.subarray(0, end))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        let raster
        try {
          raster = decodeBitmap(bytes, '', 1e6)
        } catch (error) {
          assert.ok(error instanceof Error && !(error instanceof RangeError), String(error))
          return
        }
        if (!('embedded' in raster)) assert.equal(raster.data.length, raster.width * raster.height * raster.channels)
      },
    ),
    { numRuns: 2000 },
  )
})
