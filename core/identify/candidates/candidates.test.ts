import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Viewpoint } from '../../api/identify.ts'
import { fitCalibration, withBaseRate } from '../calibration/calibrate.ts'
import { isComparable, type SidedAnnotation } from './comparable.ts'
import type { MatchableAnnotation, Matcher } from './matcher.ts'
import { rankIndividuals } from './rank.ts'
import { measureShortlist } from './measure-shortlist.ts'
import {
  expectedRecall,
  measureShortlistRecall,
  shippedShortlist,
  shortlistChoices,
  shortlistLength,
} from './shortlist.ts'
import { labelPairs, openSetQueries } from './training-pairs.ts'

const REGION = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const

function annotation(
  id: string,
  encounterId: string,
  viewpoint: Viewpoint = 'left',
): SidedAnnotation & MatchableAnnotation {
  const known = { region: REGION, viewpoint, quality: null, drawnBy: 'test', path: `${id}.jpg` }
  return { annotationId: id, contentHash: `hash of ${id}`, encounterId, ...known }
}

const CALIBRATION = fitCalibration(
  Array.from({ length: 100 }, (_, at) => ({ similarity: at, isSame: at > 50 || at % 7 === 0 })),
)

/** Two annotations are as alike as the table says; asks of what is not in it are errors. */
function tableMatcher(
  table: Readonly<Record<string, number>>,
  order?: readonly string[],
): Matcher & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    extractors: ['table@1'],
    compare: async (_query, candidates) =>
      candidates.map(({ annotationId }) => {
        asked.push(annotationId)
        assert.ok(annotationId in table)
        return { annotationId, similarities: { 'table@1': table[annotationId]! } }
      }),
    explain: async () => [],
    ...(order && { shortlist: async (_query, _candidates, length) => order.slice(0, length) }),
  }
}

describe('who may be compared', () => {
  test('never within an encounter or a photo, and the same side only where asked', () => {
    const query = annotation('q', 'E1')
    assert.equal(isComparable(query, annotation('a', 'E1'), false), false)
    assert.equal(isComparable(query, { ...annotation('a', 'E2'), contentHash: query.contentHash }, false), false)
    assert.equal(isComparable(query, query, false), false)
    assert.equal(isComparable(query, annotation('a', 'E2', 'right'), true), false)
    assert.equal(isComparable(query, annotation('a', 'E2', 'right'), false), true)
    assert.equal(isComparable(query, annotation('a', 'E2', 'unknown'), true), true)
    assert.equal(isComparable(query, annotation('a', 'E2', 'left'), true), true)
  })
})

describe('ranking individuals', () => {
  const owner = (id: string) => (id.startsWith('open') ? null : id[0]!)

  test('an individual stands where its best photo does, and once', () => {
    const comparisons = Object.entries({ A1: 10, A2: 80, B1: 60, open1: 99, C1: 5 }).map(
      ([annotationId, similarity]) => ({
        annotationId,
        similarities: { 'table@1': similarity },
      }),
    )
    const ranked = rankIndividuals(comparisons, owner, new Map([['table@1', CALIBRATION]]))
    assert.deepEqual(
      ranked.map(({ individualId, annotationId }) => [individualId, annotationId]),
      [
        ['A', 'A2'],
        ['B', 'B1'],
        ['C', 'C1'],
      ],
    )
    assert.ok(ranked[0]!.probability! > ranked[2]!.probability!)
  })

  test('where the curve is flat, the raw similarity decides, whatever the base rate', () => {
    const flat = withBaseRate(CALIBRATION, 0.037)
    const comparisons = Array.from({ length: 40 }, (_, at) => ({
      annotationId: `${String.fromCharCode(65 + at)}1`,
      similarities: { 'table@1': 98.5 + at * 17.3 },
    }))
    const ranked = rankIndividuals(comparisons, owner, new Map([['table@1', flat]]))
    assert.deepEqual(
      ranked.map(({ annotationId }) => annotationId),
      comparisons.map(({ annotationId }) => annotationId).reverse(),
    )
  })

  test('the order that comparisons come in does not matter', () => {
    const one = fc.record({
      annotationId: fc.stringMatching(/^[A-E][0-9]$/),
      similarity: fc.integer({ min: 0, max: 9 }),
    })
    const list = fc.uniqueArray(one, { selector: ({ annotationId }) => annotationId, maxLength: 30 })
    fc.assert(
      fc.property(list, fc.boolean(), (comparisons, isCalibrated) => {
        const as = comparisons.map(({ annotationId, similarity }) => ({
          annotationId,
          similarities: { 'table@1': similarity },
        }))
        const calibrations = isCalibrated ? new Map([['table@1', CALIBRATION]]) : new Map<string, never>()
        const ranked = rankIndividuals(as, owner, calibrations)
        assert.deepEqual(ranked, rankIndividuals(as.toReversed(), owner, calibrations))
        assert.equal(ranked.length, new Set(comparisons.map(({ annotationId }) => annotationId[0])).size)
      }),
    )
  })
})

describe('how long a shortlist', () => {
  const ranks = (list: readonly (number | null)[], of = 400) => list.map((rank) => ({ rank, of }))
  const measured = measureShortlistRecall(
    ranks(Array.from({ length: 200 }, (_, at) => (at < 196 ? at + 1 : null))),
    null,
    [50, 100, 196, 400],
  )

  test('recall is the share whose answer is within', () => {
    assert.deepEqual(
      measured.map(({ recall }) => recall),
      [0.25, 0.5, 0.98, 0.98],
    )
    assert.equal(measureShortlistRecall([], null, [10])[0]?.recall, 0)
  })

  test('the shortest that loses 2 % at most; everything where little is known or little is to do', () => {
    assert.equal(shortlistLength(5000, null, measured), 196)
    assert.equal(shortlistLength(150, null, measured), null)
    assert.equal(shortlistLength(5000, null, measureShortlistRecall(ranks([1, 1, 1]), null, [50])), null)
    assert.equal(shortlistLength(5000, null, []), null)
    assert.equal(shortlistLength(5000, 30, measured), 30)
    assert.equal(shortlistLength(20, 30, measured), null)
  })

  test('in a catalogue ten times as large an answer stands ten times as far down', () => {
    const own = ranks([1, 2, 4, 30], 100)
    const recalls = (candidates: number | null) =>
      measureShortlistRecall(own, candidates, [4, 20, 50, 300]).map(({ recall }) => recall)
    assert.deepEqual(recalls(null), [0.75, 0.75, 1, 1])
    assert.deepEqual(recalls(100), recalls(null))
    assert.deepEqual(recalls(1000), [0, 0.5, 0.75, 1])
  })

  test('recall never falls with length, nor rises with the size of the catalogue', () => {
    const rank = fc.record({ rank: fc.integer({ min: 1, max: 50 }), of: fc.constant(50) })
    fc.assert(
      fc.property(fc.array(rank, { minLength: 1, maxLength: 30 }), fc.integer({ min: 50, max: 9000 }), (own, n) => {
        const [small, large] = [measureShortlistRecall(own, n), measureShortlistRecall(own, 2 * n)]
        for (const [at, { recall }] of small.entries()) {
          assert.ok(at === 0 || recall >= small[at - 1]!.recall)
          assert.ok(large[at]!.recall <= recall)
        }
      }),
    )
  })

  test('what to choose from is measured here once enough is settled, and says so', () => {
    const shipped = { shares: [0.001, 0.01, 0.1, 0.5], queries: 700 }
    const few = shortlistChoices(1000, ranks([1, 2]), shipped)
    assert.deepEqual(few[0], { length: 10, comparesAll: false, expectedRecall: 0.5, from: 'shipped', queries: 700 })
    assert.deepEqual([few.at(-1)?.expectedRecall, shortlistChoices(300, [], shipped).at(-1)?.expectedRecall], [1, 1])
    assert.deepEqual(
      shortlistChoices(50, [], shipped).map(({ comparesAll }) => comparesAll),
      [false, false, true, true, true, true],
    )
    const own = shortlistChoices(400, ranks(Array.from({ length: 100 }, (_, at) => at + 1)), shipped)
    assert.deepEqual(own[2], { length: 50, comparesAll: false, expectedRecall: 0.5, from: 'project', queries: 100 })
    assert.equal(expectedRecall(50, 400, [], shipped), 0.75)
    assert.equal(expectedRecall(null, 400, [], shipped), 1)
    assert.ok(shippedShortlist().shares.every((share, at, all) => at === 0 || share >= all[at - 1]!))
  })

  test('is measured by where the cheap order has the first right answer', async () => {
    const settled = ['A1', 'A2', 'B1', 'C1', 'C2'].map((id, at) => annotation(id, `E${at}`))
    const matcher: Matcher = {
      ...tableMatcher({}),
      shortlist: async (_query, candidates) =>
        ['B1', 'C2', 'A1', 'A2', 'C1'].filter((id) => candidates.some(({ annotationId }) => annotationId === id)),
    }
    const owner = (id: string) => id[0]!
    const measuredRanks = await measureShortlist(matcher, settled, owner, true)
    assert.deepEqual(measuredRanks, [
      { rank: 3, of: 4 },
      { rank: 3, of: 4 },
      { rank: 2, of: 4 },
      { rank: 4, of: 4 },
    ])
    assert.deepEqual(await measureShortlist(tableMatcher({}), settled, owner, true), [])
  })
})

describe('what a calibration learns from', () => {
  const states = new Map([
    ['a', { kind: 'identified', individualId: 'A' }],
    ['b', { kind: 'identified', individualId: 'A' }],
    ['c', { kind: 'identified', individualId: 'C' }],
    ['p', { kind: 'poor-photo' }],
  ] as const)

  test('settled pairs, each once, by its better direction', () => {
    const pair = (annotationId0: string, annotationId1: string, similarity: number) => ({
      annotationId0,
      annotationId1,
      similarity,
    })
    const pairs = labelPairs(
      [pair('a', 'b', 5), pair('b', 'a', 9), pair('a', 'c', 3), pair('a', 'p', 50), pair('a', 'open', 70)],
      { states },
    )
    assert.deepEqual(pairs, [
      { similarity: 9, isSame: true },
      { similarity: 3, isSame: false },
    ])
  })

  test('an animal that no other photo shows is truly new', () => {
    const candidates = [
      { individualId: 'A', probability: 0.8 },
      { individualId: 'B', probability: 0.3 },
    ]
    assert.deepEqual(
      openSetQueries([
        { individualId: 'A', isKnown: true, candidates },
        { individualId: 'B', isKnown: true, candidates },
        { individualId: 'N', isKnown: false, candidates: [] },
      ]),
      [
        { topProbability: 0.8, isRight: true, isKnown: true },
        { topProbability: 0.8, isRight: false, isKnown: true },
        { topProbability: 0, isRight: false, isKnown: false },
      ],
    )
  })
})
