import { jpegHeaderLength } from './decode/jpeg-header.ts'
import { findRawPreviews } from './decode/raw-preview.ts'
import type { PhotoFormat } from './formats.ts'

/** Boxes of a Canon CR3 that are TIFF files: the main directory, Exif and GPS. */
const CR3_BOXES = ['CMT1', 'CMT2', 'CMT4'] as const
/** They stand before the pictures. */
const CR3_HEADER_BYTES = 1 << 20

/**
 * The parts of a file that a metadata reader understands, most trusted first. A camera RAW file is mostly a TIFF whose
 * magic number the maker changed, and its previews often carry the camera's Exif a second time.
 */
export function metadataBlocks(bytes: Buffer, format: PhotoFormat): readonly Buffer[] {
  if (format === 'bmp' || format === 'svg') return []
  // The reader would search the coded picture for more: 3 ms a photo for nothing.
  if (format === 'jpeg') return [bytes.subarray(0, jpegHeaderLength(bytes))]
  if (format !== 'raw') return [bytes]
  const previews = findRawPreviews(bytes).map(({ bytes: jpeg }) => jpeg.subarray(0, jpegHeaderLength(jpeg)))
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('ftypcrx ', 4)) return [...cr3Boxes(bytes), ...previews]
  if (!/^(II|MM)/.test(head)) return previews
  return [withTiffMagic(bytes), ...previews]
}

function cr3Boxes(bytes: Buffer): readonly Buffer[] {
  const header = bytes.subarray(0, CR3_HEADER_BYTES)
  return CR3_BOXES.flatMap((name) => {
    const at = header.indexOf(name, 0, 'latin1')
    if (at < 4) return []
    return [bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4))]
  })
}

/** Olympus and Panasonic write letters where TIFF has 42. The file is copied only then. */
function withTiffMagic(bytes: Buffer): Buffer {
  const isLittle = bytes[0] === 0x49
  if ((isLittle ? bytes.readUInt16LE(2) : bytes.readUInt16BE(2)) === 42) return bytes
  const copy = Buffer.from(bytes)
  if (isLittle) copy.writeUInt16LE(42, 2)
  else copy.writeUInt16BE(42, 2)
  return copy
}
