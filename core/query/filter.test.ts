import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Filter } from '../api.ts'
import { days, parseFilter } from './filter.ts'

test('a date covers its whole period', () => {
  assert.deepEqual(days('from', '2024'), { first: '2024-01-01', last: '2024-12-31' })
  assert.deepEqual(days('from', '2024-02'), { first: '2024-02-01', last: '2024-02-29' })
  assert.deepEqual(days('from', '2023-02'), { first: '2023-02-01', last: '2023-02-28' })
  assert.deepEqual(days('from', '1900-02'), { first: '1900-02-01', last: '1900-02-28' })
  assert.deepEqual(days('from', '2000-02'), { first: '2000-02-01', last: '2000-02-29' })
  assert.deepEqual(days('from', '2024-04-30'), { first: '2024-04-30', last: '2024-04-30' })
})

test('every real day is accepted as itself, whatever the year', () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(day, (date) => {
      const text = date.toISOString().slice(0, 10)
      assert.deepEqual(days('from', text), { first: text, last: text })
    }),
  )
})

test('what is no date is refused with the field and the value', () => {
  for (const date of ['2024-13', '2024-00', '2024-02-30', '2024-01-00', '2024-04-31', '0000', '24', '2024-1', '']) {
    assert.throws(() => parseFilter({ from: date }), { code: 'invalid-argument', message: /filter\.from/ }, date)
  }
  assert.throws(() => parseFilter({ to: 2024 } as unknown as Filter), /filter\.to .*2024 of type number/)
  assert.throws(() => parseFilter({ to: '2024-01-01T00:00' }), /filter\.to/)
})

test('from may not lie after to, but both may be the same day', () => {
  assert.throws(() => parseFilter({ from: '2024-05', to: '2024-04' }), /2024-05 lies after filter\.to 2024-04/)
  assert.deepEqual(parseFilter({ from: '2024', to: '2024-01' }), {
    folder: null,
    firstDay: '2024-01-01',
    lastDay: '2024-01-31',
    camera: null,
    album: null,
    bounds: null,
  })
})

test('no filter and an empty filter are the same; blank and unknown fields are refused', () => {
  assert.equal(parseFilter(undefined), null)
  assert.equal(parseFilter({}), null)
  assert.equal(parseFilter({ camera: ' Canon ' })?.camera, 'Canon')
  assert.throws(() => parseFilter({ camera: '  ' }), /filter\.camera/)
  assert.throws(
    () => parseFilter({ lens: '50mm' } as Filter),
    /only the fields folder, from, to, camera, album, bounds/,
  )
  assert.throws(() => parseFilter([] as Filter), /filter/)
  assert.throws(() => parseFilter(null as unknown as Filter), /filter/)
})

test('an album is named by its id', () => {
  assert.equal(parseFilter({ album: 3 })?.album, 3)
  for (const album of [0, -1, 1.5, NaN, '3'] as number[]) {
    assert.throws(() => parseFilter({ album }), { code: 'invalid-argument', message: /filter\.album/ })
  }
})

test('a box is on Earth and has its south below its north; its west may lie east of its east', () => {
  const box = { south: -20, west: 170, north: 10, east: -170 }
  assert.deepEqual(parseFilter({ bounds: box })?.bounds, box)
  assert.deepEqual(parseFilter({ bounds: { south: 5, west: 5, north: 5, east: 5 } })?.bounds?.east, 5)
  const refuses = (bounds: unknown, message: RegExp) =>
    assert.throws(() => parseFilter({ bounds } as Filter), { code: 'invalid-argument', message })
  refuses({ ...box, south: 11 }, /south not above north .*11 above 10/)
  refuses({ ...box, north: 90.5 }, /degrees from -90 to 90 for filter\.bounds\.north/)
  refuses({ ...box, west: -180.1 }, /degrees from -180 to 180 for filter\.bounds\.west/)
  refuses({ ...box, east: NaN }, /filter\.bounds\.east/)
  refuses({ ...box, south: '5' }, /filter\.bounds\.south .*of type string/)
  refuses({ south: 1, west: 1, north: 2 }, /filter\.bounds\.east/)
  refuses({ ...box, up: 1 }, /only the fields south, west, north, east/)
  for (const bounds of [null, [], 'here']) refuses(bounds, /an object for filter\.bounds/)
})
