import type { Pixels } from '../../types.ts'

const SHORT = 3
const LONG = 4
const UNDEFINED = 7

/**
 * Gives raw RGB an ICC profile in the only way sharp takes it: as a file. An uncompressed little-endian TIFF (TIFF 6.0,
 * baseline RGB, one strip) is a header of 200 bytes before the pixels and costs no compression.
 */
export function wrapInTiff({ width, height, data }: Pixels, profile: Uint8Array): Buffer {
  const entries = 10
  const bitsAt = 8 + 2 + 12 * entries + 4
  const profileAt = bitsAt + 6
  const dataAt = profileAt + profile.length + (profile.length % 2)
  const file = Buffer.alloc(dataAt + data.length)
  file.write('II*\0', 0, 'latin1')
  file.writeUInt32LE(8, 4)
  let at = file.writeUInt16LE(entries, 8)
  function entry(tag: number, type: number, count: number, value: number): void {
    at = file.writeUInt16LE(tag, at)
    at = file.writeUInt16LE(type, at)
    at = file.writeUInt32LE(count, at)
    at = type === SHORT && count === 1 ? file.writeUInt16LE(value, at) + 2 : file.writeUInt32LE(value, at)
  }
  entry(256, LONG, 1, width)
  entry(257, LONG, 1, height)
  entry(258, SHORT, 3, bitsAt)
  entry(259, SHORT, 1, 1) // not compressed
  entry(262, SHORT, 1, 2) // RGB
  entry(273, LONG, 1, dataAt)
  entry(277, SHORT, 1, 3)
  entry(278, LONG, 1, height)
  entry(279, LONG, 1, data.length)
  entry(34675, UNDEFINED, profile.length, profileAt)
  for (let channel = 0; channel < 3; channel++) file.writeUInt16LE(8, bitsAt + 2 * channel)
  file.set(profile, profileAt)
  file.set(data, dataAt)
  return file
}
