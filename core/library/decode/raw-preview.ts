import { readJpegHeader } from './jpeg-header.ts'

/** A JPEG picture inside a camera RAW file. */
export interface RawPreview {
  /** From the preview's first byte; its end is the decoder's to find. */
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

/** Start of image, then the first byte of the marker that follows it. */
const START = Buffer.from([0xff, 0xd8, 0xff])

/** Compressed sensor data contains START by chance about once in 16 MB; a file made of it is hostile. */
const MAX_STARTS = 100_000

/** More than any camera writes. */
const MAX_PREVIEWS = 16

/**
 * Finds the JPEG previews in a camera RAW file, largest first. Cameras write up to three: a thumbnail, a screen-sized
 * picture and often one in full size, which is what the photographer saw and what the app shows and compares.
 *
 * The previews are found by what they are rather than by where each maker's container says they lie: TIFF directories
 * and sub-directories (CR2, NEF, ARW, DNG, PEF, SRW), maker notes (ORF), a private tag (RW2), a header of its own (RAF),
 * ISO boxes (CR3), a directory at the end (X3F), a heap (CRW). A START is only believed where valid segments lead
 * to a frame header of a coding libjpeg reads, which sensor data (lossless JPEG, SOF3) is not. One reader of 40 lines
 * thus serves all, is bounded by the file's length, and has no offsets to be led astray by.
 * ExifTool would need Perl and a process of its own.
 */
export function findRawPreviews(bytes: Buffer): readonly RawPreview[] {
  const previews: RawPreview[] = []
  let at = bytes.indexOf(START)
  for (let starts = 0; at >= 0 && starts < MAX_STARTS; starts++) {
    const header = readJpegHeader(bytes, at)
    if (header?.isReadable === true)
      previews.push({ bytes: bytes.subarray(at), width: header.width, height: header.height })
    at = bytes.indexOf(START, at + 1)
  }
  return previews.sort((a, b) => b.width * b.height - a.width * a.height).slice(0, MAX_PREVIEWS)
}
