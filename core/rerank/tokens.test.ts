import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { openSession } from '../runtime/session.ts'
import { disagreement, TOLERANCES } from '../runtime/tolerance.ts'
import type { Candidate, RerankQuery, RerankSource, TokenSet } from '../types.ts'
import { fuseSimilarities } from './fuse.ts'
import { unitRows } from './kernel-cases.ts'
import { maxSimReference } from './maxsim.reference.ts'
import { quantiseTokens } from './quantise.ts'
import { TOKENS, tokensReranker, type TokensConfig } from './tokens.ts'

const D = 12
const opened = await openSession(fileURLToPath(new URL('graphs/maxsim.onnx', import.meta.url)), { device: 'cpu' })

/** The paper's form, with nobody left out. */
const PURE: TokensConfig = { ...TOKENS, pruningShare: 1, firstShare: 0 }

const QUERY: RerankQuery = {
  global: unitRows(1, D, 1).data,
  parts: [
    { tokens: unitRows(3, D, 2), weight: 0.7 },
    { tokens: unitRows(1, D, 3), weight: 0.3 },
    { tokens: unitRows(2, D, 4), weight: -0.5 },
  ],
}

/** Every token of every part, weighing its part's weight over its part's tokens. */
const JOINED = {
  query: { n: 6, d: D, data: Float32Array.from(QUERY.parts.flatMap(({ tokens }) => [...tokens.data])) },
  weights: Float32Array.from(
    QUERY.parts.flatMap(({ tokens, weight }) => new Array<number>(tokens.n).fill(weight / tokens.n)),
  ),
}

function shortlist(n: number): Candidate[] {
  return Array.from({ length: n }, (_, i) => ({ photoId: i, similarity: 0.9 - i / 1000 }))
}

function tokensOf(photoId: number): TokenSet {
  return quantiseTokens(unitRows(1 + (photoId % 4), D, 1000 + photoId))
}

/** Also says how many photos were asked for. */
function sourceOf(without: (photoId: number) => boolean = () => false): RerankSource & { asked: number } {
  return {
    asked: 0,
    tokens(ids) {
      this.asked += ids.length
      return ids.map((id) => (without(id) ? null : tokensOf(id)))
    },
    vectors: () => assert.fail('the tokens reranker needs no global vectors'),
  }
}

function late(candidates: readonly Candidate[]): number[] {
  return [...maxSimReference({ ...JOINED, candidates: candidates.map(({ photoId }) => tokensOf(photoId)) })]
}

test('the weighted mean of maxima decides, negative parts subtracting', async () => {
  const candidates = shortlist(20)
  const result = await tokensReranker(opened, PURE).rerank(QUERY, candidates, 5, sourceOf())
  const expected = late(candidates)
  // By value: equal similarities may stand in any order.
  const sorted = [...expected].sort((a, b) => b - a)
  assert.equal(
    disagreement(
      result.map(({ similarity }) => similarity),
      sorted,
      TOLERANCES.cpu.float32,
    ),
    null,
  )
  for (const { photoId, similarity, reranked } of result) {
    assert.equal(disagreement([similarity], [expected[photoId]!], TOLERANCES.cpu.float32), null)
    assert.equal(reranked, true)
  }
})

test('mixed with the first stage as `fuseSimilarities` says', async () => {
  const candidates = shortlist(20)
  const config = { ...PURE, firstShare: 0.5 }
  const result = await tokensReranker(opened, config).rerank(QUERY, candidates, 5, sourceOf())
  const fused = fuseSimilarities(
    candidates.map(({ similarity }) => similarity),
    late(candidates),
    0.5,
  )
  for (const { photoId, similarity } of result) {
    assert.equal(disagreement([similarity], [fused[photoId]!], TOLERANCES.cpu.float32), null)
  }
})

test('always a permutation of the shortlist: what was reranked by new similarity, then the rest as it was', async () => {
  const config = fc.record({
    shortlist: fc.constant(100),
    limit: fc.integer({ min: 1, max: 60 }),
    pruningShare: fc.constantFrom(0, 0.5, 1),
    batch: fc.integer({ min: 1, max: 16 }),
    firstShare: fc.constantFrom(0, 0.5),
  })
  await fc.assert(
    fc.asyncProperty(
      config,
      fc.integer({ min: 0, max: 70 }),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom(1, 3, 1000),
      async (settings, n, k, every) => {
        const candidates = shortlist(n)
        const source = sourceOf((id) => id % every === every - 1)
        const result = await tokensReranker(opened, settings).rerank(QUERY, candidates, k, source)
        assert.deepEqual(
          result.map(({ photoId }) => photoId).sort((a, b) => a - b),
          candidates.map(({ photoId }) => photoId),
        )
        const done = result.filter(({ reranked }) => reranked)
        done.forEach(({ similarity }, i) => assert.ok(i === 0 || similarity <= done[i - 1]!.similarity))
        const kept = result.filter(({ reranked }) => !reranked)
        kept.forEach(({ photoId, similarity }, i) => {
          assert.equal(similarity, candidates[photoId]!.similarity)
          assert.ok(i === 0 || photoId > kept[i - 1]!.photoId)
        })
        assert.ok(source.asked <= settings.limit)
      },
    ),
    { numRuns: 60, seed: 7 },
  )
})

test('a photo without tokens keeps its rank among the reranked', async () => {
  const without = (id: number) => id === 0 || id === 7 || id === 19
  const result = await tokensReranker(opened, PURE).rerank(QUERY, shortlist(20), 5, sourceOf(without))
  for (const id of [0, 7, 19]) {
    assert.deepEqual(result[id], { photoId: id, similarity: 0.9 - id / 1000, reranked: false })
  }
  assert.equal(result.filter(({ reranked }) => reranked).length, 17)
})

test('where no photo has tokens the first stage’s order stays', async () => {
  const result = await tokensReranker(opened).rerank(
    QUERY,
    shortlist(30),
    5,
    sourceOf(() => true),
  )
  assert.deepEqual(
    result,
    shortlist(30).map((candidate) => ({ ...candidate, reranked: false })),
  )
})

test('stops after a batch that brings nobody into the best k', async () => {
  // The photos resemble the query less and less, so the second batch of four is the last.
  const query = unitRows(1, D, 5)
  const source: RerankSource & { asked: number } = {
    ...sourceOf(),
    tokens(ids) {
      this.asked += ids.length
      return ids.map((id) => quantiseTokens({ n: 1, d: D, data: query.data.map((value) => value * (1 - id / 100)) }))
    },
  }
  const asked: RerankQuery = { global: query.data, parts: [{ tokens: query, weight: 1 }] }
  const config = { ...PURE, batch: 4 }
  const result = await tokensReranker(opened, config).rerank(asked, shortlist(40), 3, source)
  assert.equal(source.asked, 8)
  assert.deepEqual(
    result.map(({ photoId }) => photoId),
    [...shortlist(40).keys()],
  )
  assert.equal(result.filter(({ reranked }) => reranked).length, 8)
})

test('equal similarities stay in first-stage order', async () => {
  const same = tokensOf(3)
  const source = { ...sourceOf(), tokens: (ids: readonly number[]) => ids.map(() => same) }
  const result = await tokensReranker(opened, PURE).rerank(QUERY, shortlist(9), 3, source)
  assert.deepEqual(
    result.map(({ photoId }) => photoId),
    [...shortlist(9).keys()],
  )
})

test('a query that does not fit is refused by name', async () => {
  const reranker = tokensReranker(opened)
  const wrong: readonly [RerankQuery, number, RegExp][] = [
    [QUERY, 0, /k /],
    [{ ...QUERY, parts: [] }, 5, /query/],
    [{ ...QUERY, parts: [{ tokens: unitRows(1, D + 1, 1), weight: 1 }] }, 5, /parts\[0\]\.tokens\.d/],
    [{ ...QUERY, parts: [{ tokens: unitRows(1, D, 1), weight: NaN }] }, 5, /weights\[0\]/],
  ]
  for (const [query, k, message] of wrong) {
    await assert.rejects(reranker.rerank(query, shortlist(3), k, sourceOf()), { code: 'invalid-argument', message })
  }
})
