import { readBitmapHeader, type BitmapHeader } from './bmp-header.ts'
import { tooManyPixels } from './failure.ts'
import type { Raster } from './raster.ts'

/** A picture with less than this share of its rows is not worth keeping. Also bounds what a small file can claim. */
const MIN_ROWS = 1 / 8

/** One run of two bytes paints at most 255 pixels; a file that claims more, and then some for skips, is hostile. */
const MAX_RLE_PIXELS_PER_BYTE = 1024

/** Rows are read as RGB; alpha, where a mask declares it, is kept. @see decodeBitmap */
interface Canvas {
  readonly header: BitmapHeader
  readonly bytes: Buffer
  readonly channels: 3 | 4
  readonly data: Buffer
}

/**
 * Decodes a Windows or OS/2 bitmap: 1 to 32 bits a pixel, run-length coded or not, any channel masks, either row order.
 * Written for this project: sharp's prebuilt libvips has no BMP reader, and the packages tried ignore the offset of
 * the rows or run past the buffer. A bitmap that holds a JPEG or PNG gives that back.
 * @throws PhotoError `too-large`, or Error in plain words
 */
export function decodeBitmap(bytes: Buffer, path: string, maxPixels: number): Raster | { readonly embedded: Buffer } {
  const header = readBitmapHeader(bytes)
  const { width, height, compression, masks, dataOffset } = header
  if (width * height > maxPixels) throw tooManyPixels(path, width, height, maxPixels)
  if (compression === 'jpeg' || compression === 'png') return { embedded: bytes.subarray(dataOffset) }
  const isRunLength = compression !== 'none'
  const available = Math.max(0, bytes.length - dataOffset)
  const rows = isRunLength ? height : Math.min(height, Math.floor(available / rowStride(header)))
  if (rows < height * MIN_ROWS || (isRunLength && width * height > available * MAX_RLE_PIXELS_PER_BYTE))
    throw new Error('unexpected end of file in the pixels')
  const channels = masks.alpha === 0 ? 3 : 4
  const canvas: Canvas = { header, bytes, channels, data: Buffer.alloc(width * height * channels, 0xff) }
  const isComplete = isRunLength ? paintRuns(canvas) : paintRows(canvas, rows)
  return {
    width,
    height,
    channels,
    data: canvas.data,
    profile: null,
    warning: isComplete ? null : 'unexpected end of file in the pixels',
  }
}

/** Rows are padded to 4 bytes. */
function rowStride({ width, bitsPerPixel }: BitmapHeader): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4
}

function paintRows(canvas: Canvas, rows: number): boolean {
  const { header, bytes } = canvas
  const stride = rowStride(header)
  const paint = header.bitsPerPixel <= 8 ? paintIndices : header.bitsPerPixel === 24 ? paintTriples : paintMasked
  for (let row = 0; row < rows; row++) {
    const start = header.dataOffset + row * stride
    paint(canvas, bytes.subarray(start, start + stride), pixelOffset(canvas, row))
  }
  return rows === header.height
}

/** Of a row's first pixel in `data`; stored rows run from the bottom up unless the header says otherwise. */
function pixelOffset({ header, channels }: Canvas, row: number): number {
  return (header.isTopDown ? row : header.height - 1 - row) * header.width * channels
}

function paintIndices({ header, data }: Canvas, row: Buffer, at: number): void {
  const { width, bitsPerPixel, palette } = header
  const perByte = 8 / bitsPerPixel
  const mask = (1 << bitsPerPixel) - 1
  for (let x = 0; x < width; x++) {
    const byte = row[Math.floor(x / perByte)] ?? 0
    paintIndex(data, at + 3 * x, palette, (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask)
  }
}

/** An index outside the palette is black. */
function paintIndex(data: Buffer, at: number, palette: Uint8Array, index: number): void {
  data[at] = palette[3 * index] ?? 0
  data[at + 1] = palette[3 * index + 1] ?? 0
  data[at + 2] = palette[3 * index + 2] ?? 0
}

function paintTriples({ header, data }: Canvas, row: Buffer, at: number): void {
  for (let from = 0, to = at; from < 3 * header.width; from += 3, to += 3) {
    data[to] = row[from + 2] ?? 0
    data[to + 1] = row[from + 1] ?? 0
    data[to + 2] = row[from] ?? 0
  }
}

function paintMasked({ header, data, channels }: Canvas, row: Buffer, at: number): void {
  const { red, green, blue, alpha } = header.masks
  const scale = [red, green, blue, alpha].slice(0, channels).map(channelReader)
  const is16 = header.bitsPerPixel === 16
  for (let x = 0, to = at; x < header.width; x++)
    for (
      let value = is16 ? row.readUInt16LE(2 * x) : row.readUInt32LE(4 * x), channel = 0;
      channel < channels;
      channel++
    )
      data[to++] = scale[channel]?.(value) ?? 0
}

/** Takes a mask's bits out of a pixel and spreads them over 0 … 255. A mask that is nothing gives 0. */
function channelReader(mask: number): (value: number) => number {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const full = mask >>> shift
  return (value) => Math.round((((value & mask) >>> shift) * 255) / full)
}

/** Run-length coding as in the Windows SDK ("Bitmap Compression"). What is skipped keeps the first palette colour. */
function paintRuns(canvas: Canvas): boolean {
  const { header, bytes, data } = canvas
  const { width, height, palette } = header
  const isNibbles = header.compression === 'rle4'
  for (let at = 0; at < data.length; at += 3) paintIndex(data, at, palette, 0)
  let x = 0
  let row = 0
  function put(index: number): void {
    if (x < width && row < height) paintIndex(data, pixelOffset(canvas, row) + 3 * x, palette, index)
    x++
  }
  for (let at = header.dataOffset; row < height && at + 1 < bytes.length;) {
    const count = bytes[at++] ?? 0
    const value = bytes[at++] ?? 0
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value)
    } else if (value === 0) {
      x = 0
      row++
    } else if (value === 1) {
      return true
    } else if (value === 2) {
      x += bytes[at++] ?? 0
      row += bytes[at++] ?? 0
    } else {
      const length = isNibbles ? Math.ceil(value / 2) : value
      for (let i = 0; i < value; i++) {
        const byte = bytes[at + (isNibbles ? i >> 1 : i)] ?? 0
        put(isNibbles ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte)
      }
      at += length + (length % 2)
    }
  }
  return row >= height - 1
}
