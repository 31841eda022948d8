/** How the rows of a bitmap are stored (Windows `BITMAPINFOHEADER` up to V5, OS/2 1.x and 2.x). */
export interface BitmapHeader {
  readonly width: number
  readonly height: number
  readonly isTopDown: boolean
  readonly bitsPerPixel: 1 | 2 | 4 | 8 | 16 | 24 | 32
  readonly compression: 'none' | 'rle4' | 'rle8' | 'jpeg' | 'png'
  /** Where the rows begin. */
  readonly dataOffset: number
  /** [entries × 3] RGB; empty above 8 bits a pixel */
  readonly palette: Uint8Array
  /** Where the bits of each channel lie, for 16 and 32 bits a pixel; alpha 0: opaque. */
  readonly masks: { readonly red: number; readonly green: number; readonly blue: number; readonly alpha: number }
}

const OS2_1X = 12
const RGB555 = { red: 0x7c00, green: 0x03e0, blue: 0x001f, alpha: 0 }
const RGB888 = { red: 0xff0000, green: 0xff00, blue: 0xff, alpha: 0 }

/** `biCompression`. 3 and 6 say that masks follow; the fourth byte of 32 bits is unused without them. */
const COMPRESSIONS = ['none', 'rle8', 'rle4', 'none', 'jpeg', 'png', 'none'] as const
const HAS_MASKS = 3
const HAS_ALPHA_MASK = 6

/** @throws Error when the header makes no sense or is cut off */
export function readBitmapHeader(bytes: Buffer): BitmapHeader {
  if (bytes.length < 26) throw new Error('unexpected end of file in the header')
  const size = bytes.readUInt32LE(14)
  if (size !== OS2_1X && bytes.length < 14 + Math.max(size, 16)) throw new Error('unexpected end of file in the header')
  const isOs2 = size === OS2_1X
  const width = isOs2 ? bytes.readUInt16LE(18) : bytes.readInt32LE(18)
  const signedHeight = isOs2 ? bytes.readUInt16LE(20) : bytes.readInt32LE(22)
  const bitsPerPixel = bytes.readUInt16LE(isOs2 ? 24 : 28)
  const code = size >= 20 ? bytes.readUInt32LE(30) : 0
  const height = Math.abs(signedHeight)
  if (width < 1 || height < 1) throw new Error(`impossible size ${width}×${height}`)
  if (!isDepth(bitsPerPixel)) throw new Error(`impossible depth of ${bitsPerPixel} bits`)
  // In OS/2 2.x, 3 is Huffman coding and 4 is RLE24, which no camera or scanner is known to write.
  const compression = (size === 16 || size === 64) && code > 2 ? undefined : COMPRESSIONS[code]
  if (compression === undefined) throw new Error(`unsupported compression ${code}`)
  if (compression === 'rle8' ? bitsPerPixel !== 8 : compression === 'rle4' && bitsPerPixel !== 4)
    throw new Error(`impossible depth of ${bitsPerPixel} bits for ${compression}`)
  const hasMasks = (code === HAS_MASKS || code === HAS_ALPHA_MASK) && size >= 40
  const maskBytes = hasMasks && size === 40 ? (code === HAS_ALPHA_MASK ? 16 : 12) : 0
  const paletteOffset = 14 + size + maskBytes
  const paletteLength = bitsPerPixel <= 8 && size >= 40 ? bytes.readUInt32LE(46) : 0
  const dataOffset = bytes.readUInt32LE(10)
  const palette = readPalette(bytes, {
    offset: paletteOffset,
    entries: Math.min(paletteLength === 0 ? 256 : paletteLength, 256, bitsPerPixel <= 8 ? 1 << bitsPerPixel : 0),
    bytesPerEntry: isOs2 ? 3 : 4,
    end: dataOffset > paletteOffset ? dataOffset : bytes.length,
  })
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    compression,
    dataOffset: dataOffset >= 14 + size ? dataOffset : paletteOffset + (palette.length / 3) * (isOs2 ? 3 : 4),
    palette,
    masks: hasMasks ? readMasks(bytes, size >= 56 || code === HAS_ALPHA_MASK) : bitsPerPixel === 16 ? RGB555 : RGB888,
  }
}

function isDepth(bits: number): bits is BitmapHeader['bitsPerPixel'] {
  return [1, 2, 4, 8, 16, 24, 32].includes(bits)
}

function readMasks(bytes: Buffer, hasAlpha: boolean): BitmapHeader['masks'] {
  if (bytes.length < 70) throw new Error('unexpected end of file in the header')
  const mask = (index: number) => bytes.readUInt32LE(54 + 4 * index)
  return { red: mask(0), green: mask(1), blue: mask(2), alpha: hasAlpha ? mask(3) : 0 }
}

/** Stored as blue, green, red and, but for OS/2 1.x, an unused byte. */
function readPalette(
  bytes: Buffer,
  layout: { readonly offset: number; readonly entries: number; readonly bytesPerEntry: number; readonly end: number },
): Uint8Array {
  const { offset, bytesPerEntry } = layout
  const room = Math.floor((Math.min(layout.end, bytes.length) - offset) / bytesPerEntry)
  const entries = Math.max(0, Math.min(layout.entries, room))
  const palette = new Uint8Array(entries * 3)
  for (let entry = 0; entry < entries; entry++)
    for (let channel = 0; channel < 3; channel++)
      palette[entry * 3 + channel] = bytes[offset + entry * bytesPerEntry + 2 - channel] ?? 0
  return palette
}
