import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Viewpoint } from '../../api/identify.ts'
import { fitCalibration } from '../calibration/calibrate.ts'
import { isComparable, type SidedAnnotation } from './comparable.ts'
import { identifyAnnotation } from './identify.ts'
import type { MatchableAnnotation, Matcher } from './matcher.ts'
import { rankIndividuals } from './rank.ts'
import { measureShortlistRecall, shortlistLength } from './shortlist.ts'
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

describe('identifying', () => {
  const query = annotation('q', 'E1')
  const candidates = ['A1', 'B1', 'C1'].map((id) => annotation(id, 'E2'))
  const options = {
    extractors: [],
    calibrations: new Map([['table@1', CALIBRATION]]),
    individualOf: (id: string) => id[0]!,
  }

  test('a shortlist is all that is compared; without a cheap order everything is', async () => {
    const short = tableMatcher({ A1: 3, B1: 90, C1: 40 }, ['C1', 'A1', 'B1'])
    const found = await identifyAnnotation(short, query, candidates, { ...options, shortlist: 2 })
    assert.deepEqual(short.asked, ['C1', 'A1'])
    assert.deepEqual([found.candidates[0]?.individualId, found.compared, found.comparable], ['C', 2, 3])
    const exhaustive = tableMatcher({ A1: 3, B1: 90, C1: 40 })
    const best = await identifyAnnotation(exhaustive, query, candidates, { ...options, shortlist: 2 })
    assert.equal(best.candidates[0]?.individualId, 'B')
    assert.ok(Math.abs(best.probabilityNew! + best.candidates[0].probability! - 1) < 1e-12)
  })

  test('the first photo of a project is surely new; without a calibration nothing is said', async () => {
    const matcher = tableMatcher({})
    const first = await identifyAnnotation(matcher, query, [], { ...options, shortlist: null })
    assert.deepEqual([first.probabilityNew, first.candidates], [1, []])
    const silent = { ...options, shortlist: null, calibrations: new Map<string, never>() }
    const found = await identifyAnnotation(tableMatcher({ A1: 1, B1: 2, C1: 3 }), query, candidates, silent)
    assert.deepEqual([found.probabilityNew, found.candidates[0]?.probability], [null, null])
    assert.equal(found.candidates[0]?.individualId, 'C')
  })
})

describe('how long a shortlist', () => {
  const measured = measureShortlistRecall(
    Array.from({ length: 200 }, (_, at) => (at < 196 ? at + 1 : null)),
    [50, 100, 196, 400],
  )

  test('recall is the share whose answer is within', () => {
    assert.deepEqual(
      measured.map(({ recall }) => recall),
      [0.25, 0.5, 0.98, 0.98],
    )
    assert.equal(measureShortlistRecall([], [10])[0]?.recall, 0)
  })

  test('the shortest that loses 2 % at most; everything where little is known or little is to do', () => {
    assert.equal(shortlistLength(5000, null, measured), 196)
    assert.equal(shortlistLength(150, null, measured), null)
    assert.equal(shortlistLength(5000, null, measureShortlistRecall([1, 1, 1], [50])), null)
    assert.equal(shortlistLength(5000, null, []), null)
    assert.equal(shortlistLength(5000, 30, measured), 30)
    assert.equal(shortlistLength(20, 30, measured), null)
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
