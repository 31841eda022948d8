import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Candidate, LocalFeatures, RerankQuery, RerankSource } from '../../types.ts'
import type { Comparison } from './compare.ts'
import { descriptors, featuresAt } from './features-for-tests.ts'
import { probabilityOfSame } from './calibration.ts'
import { localReranker } from './reranker.ts'

/** A photo is told by the place of its only keypoint. */
const photo = (id: number): LocalFeatures => featuresAt([[id, 0]], descriptors(1, 4, 1))
const CANDIDATES: readonly Candidate[] = [1, 2, 3, 4].map((photoId) => ({ photoId, similarity: 1 - photoId / 10 }))

function source(unreadable: readonly number[] = []): RerankSource {
  return {
    vectors: () => assert.fail('not asked for'),
    tokens: () => assert.fail('not asked for'),
    localFeatures: {
      ofPart: (part) => Promise.resolve(photo(part.kind === 'photo' ? part.photoId : 0)),
      ofPhotos: (ids) => Promise.resolve(ids.map((id) => (unreadable.includes(id) ? null : photo(id)))),
    },
  }
}

function query(...photoIds: number[]): RerankQuery {
  return { global: Float32Array.of(1), parts: [], pictures: photoIds.map((photoId) => ({ kind: 'photo', photoId })) }
}

/** @param inliers by query and candidate */
function comparing(inliers: Readonly<Record<string, number>>) {
  return (of: LocalFeatures, candidates: readonly LocalFeatures[]): Promise<readonly Comparison[]> =>
    Promise.resolve(
      candidates.map((candidate) => {
        const count = inliers[`${of.keypoints[0]}-${candidate.keypoints[0]}`] ?? 0
        return { similarity: probabilityOfSame('xfeat', count), inliers: count, matches: [], model: null }
      }),
    )
}

test('the photo with most points of one geometry comes first, ties stay in first-stage order', async () => {
  const reranker = localReranker(comparing({ '9-3': 80, '9-2': 12 }))
  const answer = await reranker.rerank(query(9), CANDIDATES, 4, source())
  assert.deepEqual(
    answer.map(({ photoId }) => photoId),
    [3, 2, 1, 4],
  )
  assert.equal(answer[0]!.similarity, probabilityOfSame('xfeat', 80))
  assert.ok(answer.every(({ reranked }) => reranked === true))
  assert.deepEqual(
    answer.map(({ matchedPoints }) => matchedPoints),
    [80, 12, 0, 0],
  )
})

test('a photo that shows both pictures comes before one that shows one of them', async () => {
  const reranker = localReranker(comparing({ '8-1': 200, '8-4': 60, '9-4': 60 }))
  const answer = await reranker.rerank(query(8, 9), CANDIDATES, 4, source())
  assert.equal(answer[0]!.photoId, 4)
  assert.equal(answer[0]!.matchedPoints, 120)
})

test('a photo that can’t be read follows the others as it was', async () => {
  const answer = await localReranker(comparing({})).rerank(query(9), CANDIDATES, 4, source([1]))
  assert.deepEqual(answer.at(-1), { ...CANDIDATES[0], reranked: false })
  assert.equal(answer.length, 4)
})

test('a query without a picture is refused, and so is k below 1', async () => {
  const reranker = localReranker(comparing({}))
  assert.equal(reranker.needsPicture, true)
  await assert.rejects(reranker.rerank(query(), CANDIDATES, 4, source()), { code: 'unsupported', message: /picture/ })
  await assert.rejects(reranker.rerank(query(9), CANDIDATES, 0, source()), { code: 'invalid-argument' })
})

test('probabilities grow with the inliers', () => {
  for (const extractor of ['xfeat', 'sift'] as const) {
    const list = [0, 4, 10, 20, 50, 200, 800].map((inliers) => probabilityOfSame(extractor, inliers))
    list.forEach((value, i) => assert.ok(value > 0 && value < 1 && (i === 0 || value > list[i - 1]!)))
    assert.ok(list[0]! < 0.05 && list[5]! > 0.95)
  }
})
