import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { captureTime, type CaptureTimeSources } from './capture-time.ts'

const cases: readonly (readonly [name: string, sources: Partial<CaptureTimeSources>, expected: string | null])[] = [
  ['local time without a zone stays so', { exifOriginal: '2020:05:04 10:20:30' }, '2020-05-04T10:20:30'],
  [
    'the zone the file states is kept',
    { exifOriginal: '2020:05:04 10:20:30', exifOriginalOffset: '+05:45' },
    '2020-05-04T10:20:30+05:45',
  ],
  ['Z is +00:00', { xmpCreated: '2020-05-04T10:20:30Z' }, '2020-05-04T10:20:30+00:00'],
  [
    'a nonsense zone is no zone',
    { exifOriginal: '2020:05:04 10:20:30', exifOriginalOffset: '   :  ' },
    '2020-05-04T10:20:30',
  ],
  [
    'an impossible zone is no zone',
    { exifOriginal: '2020:05:04 10:20:30', exifOriginalOffset: '+19:00' },
    '2020-05-04T10:20:30',
  ],
  [
    'the original comes before the digital one and the change',
    { exifOriginal: '2001:01:01 00:00:00', exifDigitized: '2002:01:01 00:00:00', exifChanged: '2003:01:01 00:00:00' },
    '2001-01-01T00:00:00',
  ],
  [
    'a date that people corrected in XMP comes before the scan',
    { xmpCreated: '1964-07', exifDigitized: '2012:03:04 05:06:07' },
    '1964-07-01T00:00:00',
  ],
  [
    "an unset clock's zeros are passed over",
    { exifOriginal: '0000:00:00 00:00:00', exifDigitized: '2002:01:01 00:00:01' },
    '2002-01-01T00:00:01',
  ],
  ['blanks are passed over', { exifOriginal: '    :  :     :  :  ' }, null],
  ['a day that is not in the calendar is none', { exifOriginal: '2021:02:29 10:00:00' }, null],
  ['hour 24 is none', { exifOriginal: '2021:02:28 24:00:00' }, null],
  ['a leap second counts as the one before', { exifOriginal: '2016:12:31 23:59:60' }, '2016-12-31T23:59:59'],
  ['fractions are dropped', { xmpOriginal: '2020-05-04T10:20:30.987+02:00' }, '2020-05-04T10:20:30+02:00'],
  ['minutes are enough', { xmpOriginal: '2020-05-04T10:20' }, '2020-05-04T10:20:00'],
  ['a date counts from midnight', { xmpCreated: '2020-05-04' }, '2020-05-04T00:00:00'],
  ['a year counts from its first day', { xmpCreated: '1899' }, '1899-01-01T00:00:00'],
  ['NULs end no date', { exifOriginal: '2020:05:04 10:20:30\0' }, '2020-05-04T10:20:30'],
  ['IPTC has date and time apart', { iptcDate: '20200504', iptcTime: '102030+0200' }, '2020-05-04T10:20:30+02:00'],
  [
    'IPTC as ExifReader describes it',
    { iptcDate: '2020-05-04', iptcTime: '10:20:30-03:30' },
    '2020-05-04T10:20:30-03:30',
  ],
  [
    'the change date of a camera file counts',
    { exifChanged: '2003:01:01 00:00:00', hasCamera: true },
    '2003-01-01T00:00:00',
  ],
  ['the change date of any other file does not', { exifChanged: '2003:01:01 00:00:00' }, null],
  [
    'GPS time tells the zone',
    { exifOriginal: '2020:05:04 10:20:30', gpsDate: '2020:05:04', gpsTime: [4, 50, 12] },
    '2020-05-04T10:20:30+05:30',
  ],
  [
    'GPS time tells the zone over midnight',
    { exifOriginal: '2020:05:04 22:00:00', gpsDate: '2020:05:05', gpsTime: [5, 0, 1] },
    '2020-05-04T22:00:00-07:00',
  ],
  [
    'an old GPS fix tells nothing',
    { exifOriginal: '2020:05:04 10:20:30', gpsDate: '2020:05:04', gpsTime: [8, 12, 0] },
    '2020-05-04T10:20:30',
  ],
  [
    'a stated zone is not corrected by GPS',
    { exifOriginal: '2020:05:04 10:20:30', exifOriginalOffset: '+02:00', gpsDate: '2020:05:04', gpsTime: [4, 50, 30] },
    '2020-05-04T10:20:30+02:00',
  ],
  ['GPS time alone is UTC', { gpsDate: '2020:05:04', gpsTime: [4, 50, 30.5] }, '2020-05-04T04:50:30+00:00'],
  ['a GPS time with a hole is none', { gpsDate: '2020:05:04', gpsTime: [4, NaN, 30] }, null],
  ['nothing said, nothing known', {}, null],
]

for (const [name, sources, expected] of cases)
  test(name, () => assert.equal(captureTime({ hasCamera: false, ...sources }), expected))

test('whatever a file says, the answer is a time or nothing', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^\d{4}[:-]\d\d[:-]\d\d[ T]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?$/))
  const sources = fc.record(
    {
      exifOriginal: text,
      exifOriginalOffset: text,
      xmpCreated: text,
      iptcDate: text,
      iptcTime: text,
      exifChanged: text,
      gpsDate: text,
      gpsTime: fc.array(fc.double()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(sources, fc.boolean(), (said, hasCamera) => {
      const time = captureTime({ ...said, hasCamera })
      if (time === null) return
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?$/)
      assert.ok(Number.isFinite(Date.parse(time)))
    }),
  )
})
