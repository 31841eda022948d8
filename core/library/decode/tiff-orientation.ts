import { isOrientation, type Orientation } from './orientation.ts'

const ORIENTATION = 0x0112
const SHORT = 3
const MAX_ENTRIES = 1000

/**
 * The orientation in the first directory of a TIFF-like file, also with the magic numbers camera makers put in the
 * place of 42, or of a Canon CR3 (its `CMT1` box is a TIFF file). TIFF 6.0, section 2.
 * @returns null where there is none
 */
export function readOrientation(bytes: Buffer): Orientation | null {
  const tiff = findTiff(bytes)
  if (tiff === null || tiff.length < 8) return null
  const isLittle = tiff[0] === 0x49
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (start + 2 > tiff.length) return null
  const entries = Math.min(u16(start), MAX_ENTRIES)
  for (let entry = 0; entry < entries; entry++) {
    const at = start + 2 + 12 * entry
    if (at + 12 > tiff.length) return null
    if (u16(at) !== ORIENTATION || u16(at + 2) !== SHORT) continue
    const value = u16(at + 8)
    return isOrientation(value) ? value : null
  }
  return null
}

/** The TIFF structure of a file: itself, or that of a CR3's first metadata box. */
export function findTiff(bytes: Buffer): Buffer | null {
  const head = bytes.toString('latin1', 0, 12)
  if (/^(II|MM)/.test(head)) return bytes
  if (!head.startsWith('ftypcrx ', 4)) return null
  const at = bytes.indexOf('CMT1', 0, 'latin1')
  return at >= 4 && at < MAX_CR3_HEADER ? bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4)) : null
}
/** `moov` comes first in a CR3; beyond this only pictures follow. */
const MAX_CR3_HEADER = 1 << 20
