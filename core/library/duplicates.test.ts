import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { findDuplicates, type PhotoFingerprint } from './duplicates.ts'
import { bitCount, isNear, isTelling, MAX_DISTANCE, nearPairs, parseHashes } from './near-pairs.ts'

const BASE = '5a3c96e1d27b48f05a3c96e1d27b48f0'

function hex(value: bigint): string {
  return value.toString(16).padStart(32, '0')
}

function flip(hash: string, bits: readonly number[]): string {
  return hex(bits.reduce((value, bit) => value ^ (1n << BigInt(bit)), BigInt(`0x${hash}`)))
}

function photo(photoId: number, dhash: string, paths: readonly string[] = [`/p/${photoId}.jpg`]): PhotoFingerprint {
  return { photoId, dhash, paths }
}

/** Hashes in clusters, as photo libraries have them: some far apart, some a few bits from another, some nearly empty. */
const hashes = fc
  .array(
    fc.tuple(
      fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
      fc.array(fc.array(fc.nat(127), { maxLength: 16 }), { maxLength: 6 }),
    ),
    {
      maxLength: 12,
    },
  )
  .map((clusters) => clusters.flatMap(([value, flips]) => [hex(value), ...flips.map((bits) => flip(hex(value), bits))]))

test('the bands find every near pair that comparing all finds', () => {
  fc.assert(
    fc.property(hashes, (texts) => {
      const parsed = parseHashes(texts)
      const expected = new Set<string>()
      for (let a = 0; a < parsed.n; a++)
        for (let b = a + 1; b < parsed.n; b++)
          if (isTelling(parsed, a) && isTelling(parsed, b) && isNear(parsed, a, b)) expected.add(`${a} ${b}`)
      const found = new Set<string>()
      for (const _ of nearPairs(parsed, (a, b) => found.add(`${Math.min(a, b)} ${Math.max(a, b)}`))) assert.ok(true)
      assert.deepEqual([...found].sort(), [...expected].sort())
    }),
    { numRuns: 60 },
  )
})

test('a pair at the largest distance is found wherever its bits lie', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(127), { minLength: MAX_DISTANCE, maxLength: MAX_DISTANCE }), (bits) => {
      const parsed = parseHashes([BASE, flip(BASE, bits)])
      let found = 0
      for (const _ of nearPairs(parsed, () => found++)) assert.ok(true)
      assert.equal(found > 0, isNear(parsed, 0, 1))
    }),
    { numRuns: 40 },
  )
})

test('nearness: twelve bits and a fifth of those set', () => {
  const near = (a: string, b: string) => isNear(parseHashes([a, b]), 0, 1)
  const bits = (n: number) => Array.from({ length: n }, (_, i) => i * 9)
  assert.equal(near(BASE, BASE), true)
  assert.equal(near(BASE, flip(BASE, bits(12))), true)
  assert.equal(near(BASE, flip(BASE, bits(13))), false)
  const sparse = hex((1n << 20n) - 1n)
  assert.equal(near(sparse, flip(sparse, [0, 1, 2, 3])), true)
  assert.equal(near(sparse, flip(sparse, [0, 1, 2, 3, 4])), false)
})

test('bits are counted in any word', () => {
  fc.assert(fc.property(fc.integer(), (word) => bitCount(word) === (word >>> 0).toString(2).replaceAll('0', '').length))
})

test('exact and near groups, by smallest id', async () => {
  const far = flip(
    BASE,
    Array.from({ length: 64 }, (_, i) => 2 * i),
  )
  const groups = await findDuplicates([
    photo(9, flip(BASE, [3])),
    photo(2, BASE, ['/p/2.jpg', '/copy/2.jpg']),
    photo(5, far),
    photo(7, flip(far, [1, 2])),
    photo(8, 'ffff0000ffff0000ffff0000ffff0000'),
  ])
  assert.deepEqual(groups, [
    { kind: 'exact', photoIds: [2], paths: ['/p/2.jpg', '/copy/2.jpg'] },
    { kind: 'near', photoIds: [2, 9], paths: ['/p/2.jpg', '/copy/2.jpg', '/p/9.jpg'] },
    { kind: 'near', photoIds: [5, 7], paths: ['/p/5.jpg', '/p/7.jpg'] },
  ])
})

test('what looks the same as one of a group belongs to it', async () => {
  const steps = [0, 1, 2].map((step) =>
    flip(
      BASE,
      Array.from({ length: 8 * step }, (_, i) => i),
    ),
  )
  const groups = await findDuplicates(steps.map((dhash, i) => photo(i + 1, dhash)))
  assert.deepEqual(
    groups.map(({ photoIds }) => photoIds),
    [[1, 2, 3]],
  )
})

test('blank pages and hashes of another kind are no duplicates', async () => {
  const blank = '0'.repeat(32)
  assert.deepEqual(await findDuplicates([photo(1, blank), photo(2, blank), photo(3, 'abc'), photo(4, 'abc')]), [])
  assert.deepEqual(await findDuplicates([]), [])
})

test('groups are the connected components of near pairs', async () => {
  await fc.assert(
    fc.asyncProperty(hashes, async (texts) => {
      const groups = await findDuplicates(texts.map((dhash, row) => photo(row + 1, dhash)))
      const parsed = parseHashes(texts)
      const labels = texts.map((_, row) => row)
      for (let changed = true; changed;) {
        changed = false
        for (let a = 0; a < texts.length; a++)
          for (let b = 0; b < texts.length; b++)
            if (
              a !== b &&
              isTelling(parsed, a) &&
              isTelling(parsed, b) &&
              isNear(parsed, a, b) &&
              labels[b]! < labels[a]!
            ) {
              labels[a] = labels[b]!
              changed = true
            }
      }
      const expected = texts
        .map((_, root) => labels.flatMap((label, row) => (label === root ? [row + 1] : [])))
        .filter((group) => group.length > 1)
      assert.deepEqual(
        groups.map(({ photoIds }) => photoIds),
        expected,
      )
    }),
    { numRuns: 30 },
  )
})
