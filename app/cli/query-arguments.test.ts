import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { queryParts } from './query-arguments.ts'

const folder = mkdtempSync(join(tmpdir(), 'resight-arguments-'))
const car = join(folder, 'racing car.jpg')
writeFileSync(car, 'only its name matters here')
after(() => rmSync(folder, { recursive: true }))

describe('queryParts', () => {
  test('unquoted words form one phrase', () => {
    assert.deepEqual(queryParts(['a', 'dog', 'on', 'a', 'beach'], {}), [{ kind: 'words', words: 'a dog on a beach' }])
  })

  test('rclip: photo, minus a weighted phrase, plus another', () => {
    assert.deepEqual(queryParts([car, '-', '2:sports car', '+', '0.5:snow'], {}), [
      { kind: 'file', path: car },
      { kind: 'words', words: 'sports car', negative: true, weight: 2 },
      { kind: 'words', words: 'snow', weight: 0.5 },
    ])
  })

  test('a name that looks like a photo but is no file stays words', () => {
    assert.deepEqual(queryParts(['missing.jpg'], {}), [{ kind: 'words', words: 'missing.jpg' }])
  })

  test('a photo between words ends the phrase before it', () => {
    assert.deepEqual(queryParts(['this', 'place', `3:${car}`, 'in', 'snow'], {}), [
      { kind: 'words', words: 'this place' },
      { kind: 'file', path: car, weight: 3 },
      { kind: 'words', words: 'in snow' },
    ])
  })

  test('options add parts after the words', () => {
    assert.deepEqual(queryParts(['snow'], { image: [car], not: ['people'], notImage: [car] }), [
      { kind: 'words', words: 'snow' },
      { kind: 'file', path: car },
      { kind: 'words', words: 'people', negative: true },
      { kind: 'file', path: car, negative: true },
    ])
  })
})
