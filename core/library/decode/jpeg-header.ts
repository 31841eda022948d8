export interface JpegHeader {
  readonly width: number
  readonly height: number
  /** Whether the picture is in a coding that libjpeg reads: baseline, extended or progressive, 8 bits. */
  readonly isReadable: boolean
}

interface Segment {
  readonly marker: number
  /** Of the marker's 0xFF. */
  readonly at: number
  /** Counts itself, not the marker; 0 for a marker without parameters. */
  readonly length: number
}

/** More segments before the picture than any writer makes; bounds the work on garbage. */
const MAX_SEGMENTS = 1024

const SOI = 0xffd8
const START_OF_SCAN = 0xda

/** Steps over the marker segments from SOI to the start of scan, which is the last one given (ITU-T T.81, B.1.1). */
function* segmentsOf(bytes: Buffer, offset: number): Generator<Segment> {
  if (offset + 4 > bytes.length || bytes.readUInt16BE(offset) !== SOI) return
  let at = offset + 2
  for (let count = 0; count < MAX_SEGMENTS && at + 4 <= bytes.length && bytes[at] === 0xff; count++) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++ // a fill byte
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      yield { marker, at, length: 0 }
      at += 2
    } else {
      const length = bytes.readUInt16BE(at + 2)
      if (marker < 0xc0 || marker === 0xd8 || marker === 0xd9 || length < 2) return
      yield { marker, at, length }
      if (marker === START_OF_SCAN) return
      at += 2 + length
    }
  }
}

/**
 * Reads a JPEG's size from its frame header (T.81, B.2.2).
 * @returns null where no sensible JPEG begins at `offset`
 */
export function readJpegHeader(bytes: Buffer, offset: number): JpegHeader | null {
  for (const segment of segmentsOf(bytes, offset)) {
    if (segment.marker === START_OF_SCAN) return null
    if (isFrame(segment.marker)) return readFrame(bytes, segment)
  }
  return null
}

/** Bytes up to the coded picture, all metadata among them; the whole length where that can't be told. */
export function jpegHeaderLength(bytes: Buffer): number {
  for (const { marker, at } of segmentsOf(bytes, 0)) if (marker === START_OF_SCAN) return at
  return bytes.length
}

/** T.81, table B.1: C4 (Huffman tables), C8 (extension) and CC (arithmetic conditioning) are not frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function readFrame(bytes: Buffer, { marker, at, length }: Segment): JpegHeader | null {
  if (length < 8 || at + 10 > bytes.length) return null
  const precision = bytes[at + 4]
  const height = bytes.readUInt16BE(at + 5)
  const width = bytes.readUInt16BE(at + 7)
  const components = bytes[at + 9] ?? 0
  if (width === 0 || height === 0 || length !== 8 + 3 * components || components < 1 || components > 4) return null
  return { width, height, isReadable: marker <= 0xc2 && precision === 8 && components !== 2 }
}
