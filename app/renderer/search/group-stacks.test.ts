import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { SearchResult } from '../../../core/api.ts'
import { groupStacks } from './group-stacks.ts'

function resultsOf(photoIds: readonly number[]): readonly SearchResult[] {
  const parts = { byPart: [], composed: 0, reranked: null, rankBefore: 1 }
  return photoIds.map((photoId) => ({ photoId, path: `/${photoId}`, similarity: 0, parts }))
}

const stacks = [
  { kind: 'burst', photoIds: [4, 2, 9] },
  { kind: 'near', photoIds: [5, 6] },
] as const

function brief(shown: ReturnType<typeof groupStacks>): readonly string[] {
  return shown.map(({ result, rank, behind, cover }) => `${rank}:${result.photoId}+${behind.join()}<${cover ?? ''}`)
}

test('a stack stands where its best result does, with the others behind it', () => {
  const shown = groupStacks(resultsOf([1, 2, 3, 4, 6, 9]), stacks, new Set())
  assert.deepEqual(brief(shown), ['1:1+<', '2:2+4,9<', '3:3+<', '5:6+<'])
})

test('an open stack is followed by those behind it, each with its own rank', () => {
  const shown = groupStacks(resultsOf([1, 2, 3, 4, 6, 9]), stacks, new Set([2]))
  assert.deepEqual(brief(shown), ['1:1+<', '2:2+4,9<', '4:4+<2', '6:9+<2', '3:3+<', '5:6+<'])
})

test('no result is lost or doubled, whatever is open', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 12 }))
  fc.assert(
    fc.property(ids, ids, (found, open) => {
      const shown = groupStacks(resultsOf(found), stacks, new Set(open))
      const all = shown.flatMap(({ result, behind }) => [
        result.photoId,
        ...(open.includes(result.photoId) ? [] : behind),
      ])
      assert.deepEqual(
        all.toSorted((a, b) => a - b),
        found.toSorted((a, b) => a - b),
      )
    }),
  )
})
