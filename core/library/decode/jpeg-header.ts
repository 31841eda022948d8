export interface JpegHeader {
  readonly width: number
  readonly height: number
  /** Whether the picture is in a coding that libjpeg reads: baseline, extended or progressive, 8 bits. */
  readonly isReadable: boolean
}

/** More segments before the frame than any writer makes; bounds the work on garbage. */
const MAX_SEGMENTS = 256

const SOI = 0xffd8
const SOS = 0xda
/** ITU-T T.81, table B.1: C4 (Huffman tables), C8 (extension) and CC (arithmetic conditioning) are not frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/**
 * Reads a JPEG's size from its frame header (ITU-T T.81, B.2.2), stepping over the segments before it.
 * @returns null where no sensible JPEG begins at `offset`
 */
export function readJpegHeader(bytes: Buffer, offset: number): JpegHeader | null {
  if (offset + 4 > bytes.length || bytes.readUInt16BE(offset) !== SOI) return null
  let at = offset + 2
  for (let segment = 0; segment < MAX_SEGMENTS && at + 4 <= bytes.length; segment++) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    const length = bytes.readUInt16BE(at + 2)
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOS) || length < 2) {
      const isStandalone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
      if (!isStandalone) return null
      at += 2
      continue
    }
    if (isFrame(marker)) return readFrame(bytes, at, marker, length)
    at += 2 + length
  }
  return null
}

function readFrame(bytes: Buffer, at: number, marker: number, length: number): JpegHeader | null {
  if (length < 8 || at + 10 > bytes.length) return null
  const precision = bytes[at + 4]
  const height = bytes.readUInt16BE(at + 5)
  const width = bytes.readUInt16BE(at + 7)
  const components = bytes[at + 9] ?? 0
  if (width === 0 || height === 0 || length !== 8 + 3 * components || components < 1 || components > 4) return null
  return { width, height, isReadable: marker <= 0xc2 && precision === 8 && components !== 2 }
}
