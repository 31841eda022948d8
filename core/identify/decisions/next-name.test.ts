import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextName } from './next-name.ts'

test('a name is one more than the highest of those made as most are', () => {
  for (const [names, next] of [
    [[], 'A-001'],
    [['Nika', ''], 'A-001'],
    [['A-001', 'A-007'], 'A-008'],
    [['animal-09', 'animal-10', 'A-50'], 'animal-11'],
    [['7', '12'], '13'],
    [['A-999'], 'A-1000'],
    [['Nika', 'B-01'], 'B-02'],
  ] as const)
    assert.equal(nextName(names), next)
})

test('a name is never taken', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.tuple(fc.constantFrom('A-', 'B', ''), fc.nat(1200)).map((parts) => parts.join('')),
  )
  fc.assert(fc.property(fc.array(name, { maxLength: 30 }), (names) => !names.includes(nextName(names))))
})
