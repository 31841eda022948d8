import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isPhotoName, isRawName } from '../formats.ts'
import { sniff } from './sniff.ts'

function latin1(text: string): Buffer {
  return Buffer.from(text.padEnd(64, '\0'), 'latin1')
}

/** An `ftyp` box: size, major brand, minor version, compatible brands. */
function ftyp(major: string, minor: string, ...compatible: readonly string[]): Buffer {
  const body = `ftyp${major}${minor}${compatible.join('')}`
  const box = latin1(`\0\0\0\0${body}`)
  box.writeUInt32BE(4 + body.length, 0)
  return box
}

const bmp = latin1('BM')
bmp.writeUInt32LE(40, 14)

const cases: readonly (readonly [what: string, bytes: Buffer, path: string, format: string | null])[] = [
  ['JPEG', latin1('\xff\xd8\xff\xe0'), 'a.jpg', 'jpeg'],
  ['JPEG named PNG', latin1('\xff\xd8\xff\xdb'), 'a.png', 'jpeg'],
  ['PNG', latin1('\x89PNG\r\n\x1a\n'), 'a', 'png'],
  ['WebP', latin1('RIFF\0\0\0\0WEBPVP8 '), 'a', 'webp'],
  ['WAV', latin1('RIFF\0\0\0\0WAVEfmt '), 'a.webp', null],
  ['GIF', latin1('GIF89a'), 'a', 'gif'],
  ['TIFF, little-endian', latin1('II*\0'), 'a.tif', 'tiff'],
  ['TIFF, big-endian', latin1('MM\0*'), 'a.tif', 'tiff'],
  ['BigTIFF', latin1('II+\0'), 'a.tif', 'tiff'],
  ['TIFF named as RAW', latin1('II*\0'), 'IMG.NEF', 'raw'],
  ['CR2 named TIFF', latin1('II*\0\x10\0\0\0CR\x02'), 'a.tif', 'raw'],
  ['RAF', latin1('FUJIFILMCCD-RAW 0201'), 'a', 'raw'],
  ['ORF', latin1('IIRO'), 'a', 'raw'],
  ['RW2', latin1('IIU\0'), 'a', 'raw'],
  ['CRW', latin1('II\x1a\0\0\0HEAPCCDR'), 'a', 'raw'],
  ['CR3', ftyp('crx ', '\0\0\0\x01', 'crx ', 'isom'), 'a', 'raw'],
  ['AVIF', ftyp('avif', '\0\0\0\0', 'avif', 'mif1', 'miaf'), 'a.heic', 'avif'],
  ['AVIF by a compatible brand', ftyp('mif1', '\0\0\0\0', 'miaf', 'avif'), 'a', 'avif'],
  ['HEIC', ftyp('heic', '\0\0\0\0', 'mif1', 'heic'), 'a.jpg', 'heic'],
  ['HEIC by a compatible brand', ftyp('mif1', '\0\0\0\0', 'mif1', 'heic'), 'a', 'heic'],
  ['HEIF of no stated codec', ftyp('mif1', '\0\0\0\0', 'mif1'), 'a', 'heic'],
  ['HEIF, minimal box, HEVC', ftyp('mif3', 'heic'), 'a', 'heic'],
  ['HEIF, minimal box, AV1', ftyp('mif3', 'avif'), 'a', 'avif'],
  ['MP4', ftyp('isom', '\0\0\x02\0', 'isom', 'avc1'), 'a.heic', null],
  ['BMP', bmp, 'a', 'bmp'],
  ['a text that begins with BM', latin1('BMW sold more cars this year than last'), 'a.bmp', null],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a', 'svg'],
  ['SVG after a prologue', Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- c -->\n<s:svg width="1">'), 'a', 'svg'],
  ['HTML', Buffer.from('<!doctype html><p>hello'), 'a.svg', null],
  ['text about <svg>', Buffer.from('use <svg> here'), 'a.svg', null],
  ['Photoshop', latin1('8BPS'), 'a.jpg', null],
  ['nothing', Buffer.alloc(0), 'a.jpg', null],
  ['one byte', Buffer.from([0xff]), 'a.jpg', null],
  ['an unknown RAW file, to be searched', latin1('whatever'), 'a.raw', 'raw'],
]
for (const [what, bytes, path, format] of cases)
  test(`${what} is ${format ?? 'refused'}`, () => assert.equal(sniff(bytes, path).format, format))

test('any bytes get an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => 'format' in sniff(Buffer.from(bytes), 'a.jpg')))
})

test('names: by the last extension, in any case', () => {
  for (const name of ['a.jpg', '/b/A.JPEG', 'C:\\d\\e.Heic', 'x.y.TIF', 'IMG.CR3', '.jpg.png', 'a.dng'])
    assert.equal(isPhotoName(name), true, name)
  for (const name of ['a', 'jpg', 'a.jpg.txt', '/x.jpg/y', 'a.', 'a.xmp', 'a.mp4', 'a.jpg~'])
    assert.equal(isPhotoName(name), false, name)
  assert.deepEqual(['a.NEF', 'a.jpg', 'a.tif', 'a.raw'].map(isRawName), [true, false, false, true])
})
