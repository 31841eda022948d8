import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import sharp, { type Exif } from 'sharp'
import { readMetadata } from './metadata.ts'
import { LIMITS } from './metadata-text.ts'

function blank() {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
}

async function withExif(exif: Exif): Promise<Buffer> {
  return await blank().jpeg().withExif(exif).toBuffer()
}

async function withXmp(description: string): Promise<Buffer> {
  return await blank().jpeg().withXmp(xmpPacket(description)).toBuffer()
}

function xmpPacket(description: string): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
      xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/">
      ${description}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

/** Puts IPTC-IIM data sets (record 2, and 1:90 for UTF-8) into a JPEG, as Photoshop does: APP13, resource 0x0404. */
async function withIptc(entries: readonly (readonly [dataSet: number, text: string])[]): Promise<Buffer> {
  const dataSet = (record: number, id: number, data: Buffer) =>
    Buffer.concat([Buffer.from([0x1c, record, id, data.length >> 8, data.length & 255]), data])
  const iim = Buffer.concat([
    dataSet(1, 90, Buffer.from('\x1b%G', 'latin1')),
    ...entries.map(([id, text]) => dataSet(2, id, Buffer.from(text))),
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(iim.length)
  const resource = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0', 'latin1'), size, iim, Buffer.alloc(iim.length % 2)])
  const body = Buffer.concat([Buffer.from('Photoshop 3.0\0', 'latin1'), resource])
  const head = Buffer.from([0xff, 0xed, (body.length + 2) >> 8, (body.length + 2) & 255])
  const jpeg = await blank().jpeg().toBuffer()
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}

test("a camera's Exif", async () => {
  const jpeg = await withExif({
    IFD0: { Make: 'NIKON CORPORATION', Model: 'NIKON D90', ImageDescription: 'Seal on a rock' },
    IFD2: {
      DateTimeOriginal: '2015:06:02 11:42:22',
      OffsetTimeOriginal: '+02:00',
      LensModel: '18.0-105.0 mm f/3.5-5.6',
    },
    IFD3: {
      GPSLatitudeRef: 'S',
      GPSLatitude: '33/1 51/1 2530/100',
      GPSLongitudeRef: 'E',
      GPSLongitude: '151/1 12/1 0/1',
    },
  })
  assert.deepEqual(await readMetadata(jpeg, 'jpeg'), {
    takenAt: '2015-06-02T11:42:22+02:00',
    camera: 'Nikon D90',
    lens: '18.0-105.0 mm f/3.5-5.6',
    gps: { latitude: -33.8570278, longitude: 151.2 },
    rating: null,
    keywords: [],
    title: null,
    description: 'Seal on a rock',
  })
})

test('what people write in XMP', async () => {
  const jpeg = await withXmp(`<xmp:Rating>5</xmp:Rating><photoshop:DateCreated>1964-07-20</photoshop:DateCreated>
    <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Großmutter &amp; ich</rdf:li></rdf:Alt></dc:title>
    <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Am See.\nIm Sommer.</rdf:li></rdf:Alt></dc:description>
    <aux:Lens>EF50mm f/1.8 II</aux:Lens>
    <dc:subject><rdf:Bag><rdf:li>Familie</rdf:li><rdf:li> See  </rdf:li><rdf:li>familie</rdf:li><rdf:li/></rdf:Bag></dc:subject>`)
  assert.deepEqual(await readMetadata(jpeg, 'jpeg'), {
    takenAt: '1964-07-20T00:00:00',
    camera: null,
    lens: 'EF50mm f/1.8 II',
    gps: null,
    rating: 5,
    keywords: ['Familie', 'See'],
    title: 'Großmutter & ich',
    description: 'Am See.\nIm Sommer.',
  })
})

test('what agencies write in IPTC', async () => {
  const jpeg = await withIptc([
    [5, 'Budapest'],
    [25, 'été'],
    [25, 'Ungarn'],
    [55, '20060716'],
    [60, '183000+0200'],
    [120, 'Am Ufer der Donau'],
  ])
  const { takenAt, keywords, title, description } = await readMetadata(jpeg, 'jpeg')
  assert.equal(takenAt, '2006-07-16T18:30:00+02:00')
  assert.deepEqual(keywords, ['été', 'Ungarn'])
  assert.equal(title, 'Budapest')
  assert.equal(description, 'Am Ufer der Donau')
})

for (const format of ['png', 'webp', 'avif'] as const)
  test(`Exif is read from ${format}`, async () => {
    const bytes = await blank()
      .toFormat(format)
      .withExif({ IFD0: { Make: 'Canon' }, IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } })
      .toBuffer()
    const { takenAt, camera } = await readMetadata(bytes, format)
    assert.deepEqual({ takenAt, camera }, { takenAt: '2020-01-02T03:04:05', camera: 'Canon' })
  })

const noPositions: readonly (readonly [why: string, gps: Record<string, string>])[] = [
  ['0° 0°', { GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
  ['a fraction over zero', { GPSLatitude: '0/0 0/0 0/0', GPSLongitude: '10/1 0/1 0/1' }],
  ['latitude 91', { GPSLatitude: '91/1 0/1 0/1', GPSLongitude: '10/1 0/1 0/1' }],
  ['longitude 181', { GPSLatitude: '10/1 0/1 0/1', GPSLongitude: '181/1 0/1 0/1' }],
  ['75 minutes', { GPSLatitude: '10/1 75/1 0/1', GPSLongitude: '10/1 0/1 0/1' }],
  ['no longitude', { GPSLatitude: '10/1 0/1 0/1' }],
]
for (const [why, gps] of noPositions)
  test(`no position: ${why}`, async () => {
    const { gps: position } = await readMetadata(await withExif({ IFD3: gps }), 'jpeg')
    assert.equal(position, null)
  })

const noRatings = ['0', '-1', '6', 'five', 'NaN', '']
for (const rating of noRatings)
  test(`no rating: ${rating}`, async () => {
    const { rating: stars } = await readMetadata(await withXmp(`<xmp:Rating>${rating}</xmp:Rating>`), 'jpeg')
    assert.equal(stars, null)
  })

test('what cameras write of themselves is no description, and dashes are no lens', async () => {
  const jpeg = await withExif({
    IFD0: { ImageDescription: 'OLYMPUS DIGITAL CAMERA         ' },
    IFD2: { LensModel: '----' },
  })
  const { description, lens } = await readMetadata(jpeg, 'jpeg')
  assert.deepEqual({ description, lens }, { description: null, lens: null })
})

test('hostile lengths and control characters are bounded', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => `<rdf:li>${'k'.repeat(300)}${i % 700}</rdf:li>`).join('')
  const long = '𝒳'.repeat(20_000)
  const webp = await blank()
    .webp()
    .withXmp(
      xmpPacket(`<dc:subject><rdf:Bag><rdf:li>one</rdf:li>${many}</rdf:Bag></dc:subject>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${long}</rdf:li></rdf:Alt></dc:title>
        <dc:description><rdf:Alt><rdf:li xml:lang="x-default">a&#x85;b&#x9b;c</rdf:li></rdf:Alt></dc:description>`),
    )
    .toBuffer()
  const { keywords, title, description } = await readMetadata(webp, 'webp')
  assert.ok(keywords.length <= LIMITS.keywords && keywords.every((keyword) => keyword.length <= LIMITS.keyword))
  assert.equal(keywords[0], 'one')
  assert.equal(title?.isWellFormed(), true)
  assert.equal(title.length, LIMITS.title)
  assert.match(description ?? '', /^a\n?bc$/)
})

test('an XML bomb and a prototype trick change nothing', async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]>
    ${xmpPacket('<dc:title>&c;</dc:title><xmp:Rating>3</xmp:Rating>')}`
  const webp = await blank().webp().withXmp(bomb).toBuffer()
  const { title } = await readMetadata(webp, 'webp')
  assert.ok((title ?? '').length <= LIMITS.title)
  await readMetadata(await withXmp('<dc:__proto__>x</dc:__proto__><dc:constructor>y</dc:constructor>'), 'jpeg')
  assert.equal(({} as { value?: unknown }).value, undefined)
})

test('broken metadata is no metadata, never an error', async () => {
  const good = await withExif({ IFD0: { Make: 'Canon' }, IFD2: { DateTimeOriginal: '2020:01:02 03:04:05' } })
  const index = fc.nat({ max: good.length - 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(index, fc.nat({ max: 255 })), { maxLength: 30 }),
      index,
      async (changes, length) => {
        const bytes = Buffer.from(good)
        for (const [at, value] of changes) bytes[at] = value
        for (const format of ['jpeg', 'tiff', 'png', 'heic', 'raw'] as const) {
          const found = await readMetadata(bytes.subarray(0, length), format)
          assert.ok(found.camera === null || found.camera.length <= LIMITS.name)
        }
      },
    ),
    { numRuns: 300 },
  )
})
