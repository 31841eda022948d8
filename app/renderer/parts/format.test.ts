import assert from 'node:assert/strict'
import test from 'node:test'
import { formatFor } from './format.ts'

const en = formatFor('en')
const de = formatFor('de')

test('sizes are in decimal units of the language', () => {
  assert.equal(en.bytes(0), '0 bytes')
  assert.equal(en.bytes(999), '999 bytes')
  assert.equal(en.bytes(1500), '1.5 kB')
  assert.equal(en.bytes(123_456_789), '123 MB')
  assert.match(de.bytes(1.5e9), /^1,5\sGB$/u)
  assert.equal(en.bytes(5e15), '5,000 TB')
})

test('durations say what matters', () => {
  assert.equal(en.duration(0.2), '1 sec')
  assert.equal(en.duration(59.4), '59 sec')
  assert.equal(en.duration(59.6), '1 min')
  assert.equal(en.duration(3_600), '1 hr')
  assert.equal(en.duration(4_800), '1 hr 20 min')
  assert.equal(en.duration(3_599), '1 hr')
  assert.equal(de.duration(86_400 * 3), '3 Tage')
})

test('a capture time is shown as the camera’s clock said, whatever the offset', () => {
  assert.match(en.time('2024-02-03T23:15:00+05:00'), /Saturday, February 3, 2024.*11:15/u)
  assert.match(en.time('2024-02-03T23:15:00'), /11:15/u)
  assert.match(de.day('2024-02'), /Februar 2024/u)
  assert.equal(en.day('2024'), '2024')
})

test('a time that is none is shown as it is', () => {
  assert.equal(en.time('sometime'), 'sometime')
  assert.equal(en.day('0000-00-00'), '0000-00-00')
})

test('counts and similarities follow the language', () => {
  assert.equal(de.count(12_345), '12.345')
  assert.equal(en.similarity(0.1), '0.10')
  assert.equal(de.similarity(0.256), '0,26')
})

test('nothing is said to be certain', () => {
  assert.deepEqual([1, 0.99, 0.5, 0].map(en.certainty), ['> 99%', '99%', '50%', '< 1%'])
})
