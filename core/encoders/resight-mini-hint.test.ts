import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { queryHint } from './resight-mini-hint.ts'

test('everyday English queries get no hint', () => {
  const queries = [
    'dog',
    'a red car at night',
    'two kids playing football on the beach',
    'birthday cake with candles',
    'people hiking in snowy mountains',
    'sketch of a giraffe',
    'grandma cooking in the kitchen',
    'café',
    'los angeles skyline',
    'van at las vegas',
    'sunsets',
    '2019',
    '',
  ]
  for (const query of queries) assert.equal(queryHint(query), null, query)
})

test('other scripts and other languages get a hint that names the remedy', () => {
  const queries = [
    '犬',
    'собака на снегу',
    'كلب في الثلج',
    'ein Hund im Schnee',
    'un chien dans la neige avec une balle',
    'los niños juegan en la playa',
    'una macchina rossa nella strada',
    'een hond op het strand',
    'koira juoksee lumessa',
  ]
  for (const query of queries) assert.match(queryHint(query) ?? 'none', /resight models/, query)
})

test('the words that were not understood are named', () => {
  assert.match(queryHint('schneemann') ?? '', /“schneemann”/)
  assert.equal(queryHint('zorbly', new Set(['zorbly'])), null)
})

test('whatever is typed, the answer is a hint or null', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (words) => {
      const hint = queryHint(words)
      assert.ok(hint === null || hint.endsWith('lists them.'))
    }),
  )
})
