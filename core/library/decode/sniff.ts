import { isRawName, type PhotoFormat } from '../formats.ts'

/** What the first bytes say: one of our formats, or what else it is, for a person. */
export type Sniffed = { readonly format: PhotoFormat } | { readonly format: null; readonly kind: string }

/** How far an `<svg` tag may be from the start; libvips looks at the first 1,000 bytes too, before any DOCTYPE ends. */
const SVG_WINDOW = 4096

/** Files that people keep among photos and that deserve a better answer than "unknown". */
const OTHER_KINDS: readonly (readonly [offset: number, magic: string, kind: string])[] = [
  [0, '8BPS', 'a Photoshop document'],
  [0, '%PDF', 'a PDF document'],
  [0, '\xff\x0a', 'a JPEG XL image'],
  [0, '\0\0\0\x0cJXL ', 'a JPEG XL image'],
  [0, '\0\0\0\x0cjP  ', 'a JPEG 2000 image'],
  [0, '\xff\x4f\xff\x51', 'a JPEG 2000 image'],
  [0, '\0\0\x01\0', 'a Windows icon'],
  [0, '\x76\x2f\x31\x01', 'an OpenEXR image'],
  [0, '#?RADIANCE', 'a Radiance HDR image'],
  [0, 'qoif', 'a QOI image'],
  [0, '\x1f\x8b', 'a compressed file'],
  [0, 'PK\x03\x04', 'a ZIP archive'],
  [0, '\x1aE\xdf\xa3', 'a video'],
  [8, 'AVI ', 'a video'],
]

/**
 * Names the format by content; the name counts only where content can't tell (a camera RAW file is a TIFF file).
 * @param bytes the file, or at least its first 4 KiB
 */
export function sniff(bytes: Buffer, path: string): Sniffed {
  const head = bytes.toString('latin1', 0, SVG_WINDOW)
  const starts = (magic: string, offset = 0) => head.startsWith(magic, offset)
  if (starts('\xff\xd8\xff')) return { format: 'jpeg' }
  if (starts('\x89PNG\r\n\x1a\n')) return { format: 'png' }
  if (starts('RIFF') && starts('WEBP', 8)) return { format: 'webp' }
  if (starts('GIF87a') || starts('GIF89a')) return { format: 'gif' }
  if (starts('ftyp', 4)) return sniffIsoMedia(bytes, head)
  if (isRawHeader(head)) return { format: 'raw' }
  if (starts('II*\0') || starts('MM\0*')) return { format: isRawName(path) || starts('CR', 8) ? 'raw' : 'tiff' }
  if (starts('II+\0') || starts('MM\0+')) return { format: 'tiff' }
  if (starts('BM') && isBitmapHeader(bytes)) return { format: 'bmp' }
  if (isSvg(head)) return { format: 'svg' }
  for (const [offset, magic, kind] of OTHER_KINDS) if (starts(magic, offset)) return { format: null, kind }
  return isRawName(path) ? { format: 'raw' } : { format: null, kind: 'not a picture' }
}

/**
 * The brands of an ISO base media file (ISO 14496-12, 4.3). HEVC in HEIF: ISO 23008-12 annex B; AV1 in HEIF: av1-avif,
 * section 8; `crx `: Canon CR3. A `mif3` file names its codec where others have the minor version.
 */
function sniffIsoMedia(bytes: Buffer, head: string): Sniffed {
  const end = Math.min(bytes.length >= 4 ? bytes.readUInt32BE(0) : 0, 256, head.length)
  const brands: string[] = []
  for (let at = 8; at + 4 <= Math.max(end, 12); at += 4) brands.push(head.slice(at, at + 4))
  const [major = ''] = brands
  if (major === 'crx ') return { format: 'raw' }
  if (/^avi[fs]$/.test(major)) return { format: 'avif' }
  if (brands.some((brand) => /^he[iv][cxms]$/.test(brand))) return { format: 'heic' }
  if (brands.some((brand) => /^avi[fs]$/.test(brand))) return { format: 'avif' }
  if (brands.some((brand) => /^(mif|msf)[1-3]$|^(j2ki|jpeg|avci|vvic|unif)$/.test(brand))) return { format: 'heic' }
  return { format: null, kind: 'a video' }
}

/** Olympus, Panasonic/Leica, Fujifilm, Minolta, Sigma, old Canon. */
function isRawHeader(head: string): boolean {
  return (
    /^(IIRO|IIRS|MMOR|IIU\0|FUJIFILMCCD-RAW|\0MRM|FOVb)/.test(head) ||
    (/^(II|MM)/.test(head) && head.startsWith('HEAPCCDR', 6))
  )
}

/** 'BM' alone begins many a text; the size of the header that follows is one of a few numbers. */
function isBitmapHeader(bytes: Buffer): boolean {
  return bytes.length >= 18 && [12, 16, 40, 52, 56, 64, 108, 124].includes(bytes.readUInt32LE(14))
}

function isSvg(head: string): boolean {
  return /^(\xef\xbb\xbf)?\s*<[!?a-zA-Z]/.test(head) && /<([a-zA-Z][\w-]*:)?svg[\s>/]/.test(head)
}
