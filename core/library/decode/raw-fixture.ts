/**
 * Makes files laid out like those of cameras, for tests: no real camera RAW file is at hand that may be committed. They
 * show that previews, orientation and metadata are found in each maker's container; what real cameras do beyond that
 * they can't show.
 */

const SHORT = 3
const LONG = 4
const ASCII = 2
const UNDEFINED = 7

interface Entry {
  readonly tag: number
  readonly type: typeof SHORT | typeof LONG | typeof ASCII | typeof UNDEFINED
  /** A number, a text, bytes, or a directory that the entry points to. */
  readonly value: number | string | Buffer | readonly Entry[]
}

export interface RawParts {
  /** Full-size and small preview, both JPEG. */
  readonly preview: Buffer
  readonly thumbnail: Buffer
  readonly orientation: number
  /** `YYYY:MM:DD HH:MM:SS` */
  readonly takenAt: string
  readonly make: string
  readonly model: string
}

export const RAW_KINDS = ['dng', 'nef', 'cr2', 'orf', 'rw2', 'raf', 'cr3'] as const
export type RawKind = (typeof RAW_KINDS)[number]

export function makeRaw(kind: RawKind, parts: RawParts): Buffer {
  switch (kind) {
    case 'dng': // previews in sub-directories, big-endian as some converters write
      return tiff([...mainTags(parts), { tag: 0xc612, type: LONG, value: 0x01040000 }, subDirectories(parts)], true)
    case 'nef':
      return tiff([...mainTags(parts), subDirectories(parts)])
    case 'cr2': {
      // "CR" and a version at 8; a strip holds the preview, lossless JPEG the sensor's values.
      const file = tiff([...mainTags(parts), { tag: 0x0111, type: UNDEFINED, value: parts.preview }], false, 16)
      file.write('CR\x02\0', 8, 'latin1')
      return Buffer.concat([file, losslessJpeg(), noise(5000)])
    }
    case 'orf': // previews in the maker note
      return withMagic(tiff([...mainTags(parts, note(parts))]), 'IIRO')
    case 'rw2': // the preview in a private tag
      return withMagic(tiff([...mainTags(parts), { tag: 0x002e, type: UNDEFINED, value: parts.preview }]), 'IIU\0')
    case 'raf': {
      const header = Buffer.alloc(160)
      header.write('FUJIFILMCCD-RAW 0201FF383501', 0, 'latin1')
      header.writeUInt32BE(160, 84)
      header.writeUInt32BE(parts.preview.length, 88)
      return Buffer.concat([header, withExif(parts), noise(5000)])
    }
    case 'cr3':
      return cr3(parts)
  }
}

/** A JPEG that carries a directory with camera, date and orientation in its APP1 segment. */
function withExif(parts: RawParts): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(mainTags(parts))])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255])
  return Buffer.concat([head, body, parts.preview.subarray(2)])
}

function mainTags(parts: RawParts, makerNote: readonly Entry[] = []): readonly Entry[] {
  const exif: readonly Entry[] = [{ tag: 0x9003, type: ASCII, value: parts.takenAt }, ...makerNote]
  return [
    { tag: 0x010f, type: ASCII, value: parts.make },
    { tag: 0x0110, type: ASCII, value: parts.model },
    { tag: 0x0112, type: SHORT, value: parts.orientation },
    { tag: 0x8769, type: LONG, value: exif },
  ]
}

function note({ preview, thumbnail }: RawParts): readonly Entry[] {
  return [{ tag: 0x927c, type: UNDEFINED, value: Buffer.concat([Buffer.from('OLYMPUS\0'), thumbnail, preview]) }]
}

/** The sensor's values as lossless JPEG, and the previews, as Nikon and Adobe have them. */
function subDirectories({ preview, thumbnail }: RawParts): Entry {
  const data = Buffer.concat([thumbnail, losslessJpeg(), noise(5000), preview])
  return { tag: 0x014a, type: LONG, value: [{ tag: 0x0201, type: UNDEFINED, value: data }] }
}

/** The head of a lossless JPEG (SOF3) of 6000 × 4000, which is larger than any preview and must not be taken for one. */
function losslessJpeg(): Buffer {
  return Buffer.from('ffd8ffc3000e0e0fa01770020111000211000000ffda', 'hex')
}

/** Pseudo-random bytes with the start of a JPEG here and there, as compressed sensor data has. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let i = 0, state = 1; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[i] = state >>> 16
  }
  bytes.write('\xff\xd8\xff\xe1\0\x04\0\0\xff\xc0', length >> 1, 'latin1')
  return bytes
}

function withMagic(file: Buffer, magic: string): Buffer {
  file.write(magic, 0, 'latin1')
  return file
}

/** ISO boxes: `moov` with Canon's metadata boxes and a thumbnail, `mdat` with the full-size picture. */
function cr3(parts: RawParts): Buffer {
  const uuid = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex')
  const main = mainTags(parts).filter(({ tag }) => tag !== 0x8769)
  const canon = box('uuid', [
    uuid,
    box('CMT1', [tiff(main)]),
    box('CMT2', [tiff([{ tag: 0x9003, type: ASCII, value: parts.takenAt }])]),
    box('THMB', [Buffer.alloc(16), parts.thumbnail]),
  ])
  const brands = Buffer.from('crx \0\0\0\x01crx isom', 'latin1')
  return Buffer.concat([box('ftyp', [brands]), box('moov', [canon]), box('mdat', [parts.preview, noise(5000)])])
}

function box(type: string, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** A TIFF file (TIFF 6.0, section 2) of one directory and those it points to. */
function tiff(entries: readonly Entry[], isBigEndian = false, firstOffset = 8): Buffer {
  const put16 = (buffer: Buffer, value: number, at: number) =>
    isBigEndian ? buffer.writeUInt16BE(value, at) : buffer.writeUInt16LE(value, at)
  const put32 = (buffer: Buffer, value: number, at: number) =>
    isBigEndian ? buffer.writeUInt32BE(value, at) : buffer.writeUInt32LE(value, at)

  function directory(list: readonly Entry[], offset: number): Buffer {
    const sorted = [...list].sort((a, b) => a.tag - b.tag)
    const table = Buffer.alloc(2 + 12 * sorted.length + 4)
    const values: Buffer[] = []
    let valueOffset = offset + table.length
    put16(table, sorted.length, 0)
    for (const [index, { tag, type, value }] of sorted.entries()) {
      const at = 2 + 12 * index
      put16(table, tag, at)
      put16(table, type, at + 2)
      if (typeof value === 'number') {
        put32(table, 1, at + 4)
        if (type === SHORT) put16(table, value, at + 8)
        else put32(table, value, at + 8)
        continue
      }
      const bytes =
        typeof value === 'string'
          ? Buffer.from(`${value}\0`.padEnd(6, '\0'))
          : Buffer.isBuffer(value)
            ? value
            : directory(value, valueOffset)
      put32(table, Array.isArray(value) ? 1 : bytes.length, at + 4)
      put32(table, valueOffset, at + 8)
      const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)])
      values.push(padded)
      valueOffset += padded.length
    }
    return Buffer.concat([table, ...values])
  }

  const header = Buffer.alloc(firstOffset)
  header.write(isBigEndian ? 'MM' : 'II', 0, 'latin1')
  put16(header, 42, 2)
  put32(header, firstOffset, 4)
  return Buffer.concat([header, directory(entries, firstOffset)])
}
