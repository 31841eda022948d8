import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { auroc, judge, summarise, type RankedItem } from './metrics.ts'

/** A ranking without ties: ids in the order given. */
function ranking(...ids: readonly number[]): readonly RankedItem[] {
  return ids.map((id, i) => ({ id, similarity: 1 - i / 100 }))
}

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`)
}

test('average precision on the ranking R N R N N R, worked by hand', () => {
  const figures = judge(ranking(1, 2, 3, 4, 5, 6), new Set([1, 3, 6]))
  assert.equal(figures.firstRank, 1)
  close(figures.averagePrecision, (1 / 1 + 2 / 3 + 3 / 6) / 3)
  close(figures.precisionAt10, 0.3)
})

test('a relevant item that is not retrieved counts with precision 0', () => {
  close(judge(ranking(2, 1), new Set([1, 9])).averagePrecision, 1 / 2 / 2)
  close(judge(ranking(2, 1), new Set([1]), 4).averagePrecision, 1 / 2 / 4)
  assert.deepEqual(judge(ranking(2, 3), new Set([9])), { firstRank: null, averagePrecision: 0, precisionAt10: 0 })
  assert.deepEqual(judge([], new Set([9])), { firstRank: null, averagePrecision: 0, precisionAt10: 0 })
})

test('all relevant first is 1, all relevant last of n is what the definition says', () => {
  close(judge(ranking(1, 2, 3, 4), new Set([1, 2])).averagePrecision, 1)
  close(judge(ranking(3, 4, 1, 2), new Set([1, 2])).averagePrecision, (1 / 3 + 2 / 4) / 2)
})

test('precision at 10 is over ten, also of a shorter ranking, and ends at ten', () => {
  close(judge(ranking(1, 2), new Set([1, 2])).precisionAt10, 0.2)
  const twelve = ranking(...Array.from({ length: 12 }, (_, i) => i + 1))
  close(judge(twelve, new Set([1, 10, 11, 12])).precisionAt10, 0.2)
})

test('among equal similarities the irrelevant come first', () => {
  const tied = [1, 2, 3].map((id) => ({ id, similarity: 0.5 }))
  for (const relevant of [1, 2, 3]) assert.equal(judge(tied, new Set([relevant])).firstRank, 3)
  const mixed = [
    { id: 1, similarity: 0.9 },
    { id: 2, similarity: 0.5 },
    { id: 3, similarity: 0.5 },
    { id: 4, similarity: 0.1 },
  ]
  close(judge(mixed, new Set([1, 2, 4])).averagePrecision, (1 + 2 / 3 + 3 / 4) / 3)
})

test('recall, median rank and means of three queries, worked by hand', () => {
  const of = (firstRank: number | null, averagePrecision: number) => ({
    firstRank,
    averagePrecision,
    precisionAt10: 0.1,
  })
  const figures = summarise([of(1, 1), of(5, 0.2), of(10, 0.1), of(11, 0.09)])
  assert.equal(figures.queries, 4)
  assert.equal(figures.recallAt1, 0.25)
  assert.equal(figures.recallAt5, 0.5)
  assert.equal(figures.recallAt10, 0.75)
  assert.equal(figures.medianRank, 7.5)
  close(figures.mAP, 1.39 / 4)
  close(figures.precisionAt10, 0.1)
  assert.equal(summarise([of(1, 1), of(4, 0.2), of(null, 0)]).medianRank, 4)
  assert.equal(summarise([of(1, 1), of(null, 0)]).medianRank, null)
  assert.equal(summarise([of(null, 0)]).medianRank, null)
})

test('no query gives zeros and no median', () => {
  assert.deepEqual(summarise([]), {
    queries: 0,
    recallAt1: 0,
    recallAt5: 0,
    recallAt10: 0,
    medianRank: null,
    mAP: 0,
    precisionAt10: 0,
  })
})

test('equals the definitions computed the slow way, without ties', () => {
  const cases = fc.record({
    order: fc.shuffledSubarray(Array.from({ length: 30 }, (_, i) => i + 1)),
    relevant: fc.subarray(
      Array.from({ length: 30 }, (_, i) => i + 1),
      { minLength: 1 },
    ),
  })
  fc.assert(
    fc.property(cases, ({ order, relevant }) => {
      const isRelevant = (id: number): boolean => relevant.includes(id)
      const precisionAt = (k: number): number => order.slice(0, k).filter(isRelevant).length / k
      const precisions = relevant.map((id) => (order.includes(id) ? precisionAt(order.indexOf(id) + 1) : 0))
      const figures = judge(ranking(...order), new Set(relevant))
      close(figures.averagePrecision, precisions.reduce((sum, value) => sum + value, 0) / relevant.length)
      close(figures.precisionAt10, order.slice(0, 10).filter(isRelevant).length / 10)
      const first = order.findIndex(isRelevant)
      assert.equal(figures.firstRank, first < 0 ? null : first + 1)
    }),
  )
})

test('ties judge no better than any order of the tied items', () => {
  const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(values, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (similarities, flags) => {
      const items = similarities
        .map((similarity, i) => ({ id: i, similarity }))
        .sort((a, b) => b.similarity - a.similarity)
      const relevant = new Set(items.flatMap(({ id }) => (flags[id] ? [id] : [])))
      const untied = items.map(({ id }, i) => ({ id, similarity: -i }))
      const tied = judge(items, relevant)
      const strict = judge(untied, relevant)
      assert.ok(tied.averagePrecision <= strict.averagePrecision + 1e-12)
      assert.ok((tied.firstRank ?? 0) >= (strict.firstRank ?? 0))
    }),
  )
})

test('area under the ROC curve, worked by hand', () => {
  assert.equal(auroc([3, 2], [1, 0]), 1)
  assert.equal(auroc([0], [1]), 0)
  assert.equal(auroc([1, 3], [2, 2]), 0.5)
  assert.equal(auroc([1, 1], [1]), 0.5)
  assert.equal(auroc([], [1]), null)
  assert.equal(auroc([1], []), null)
})
