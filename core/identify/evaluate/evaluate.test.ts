import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Matcher } from '../candidates/matcher.ts'
import { applyCalibration, withBaseRate } from '../calibration/calibrate.ts'
import { compareAll, shortlistRanks, withExtractors, withShortlist } from './compare-all.ts'
import { evaluateIdentification, reportOf, type LabelledAnnotation } from './evaluate.ts'
import { atBaseRateOf, fitGeneric, shortlistShares } from './fit-generic.ts'
import { heldOutHalves } from './halves.ts'
import { areaUnderRoc } from '../calibration/roc.ts'
import { identificationFigures } from './metrics.ts'
import { encounterOfName, viewpointOfName } from './photo-name.ts'

describe('figures of identification', () => {
  test('ranks, and telling known from new', () => {
    const ranking = (...names: readonly [string, number][]) =>
      names.map(([individual, likeness]) => ({ individual, likeness }))
    const figures = identificationFigures([
      { individual: 'A', ranking: ranking(['A', 9], ['B', 1]), isKnown: true },
      { individual: 'B', ranking: ranking(['A', 5], ['B', 4]), isKnown: true },
      { individual: 'C', ranking: ranking(['A', 2]), isKnown: false },
    ])
    assert.deepEqual([figures.queries, figures.top1, figures.top5, figures.mAP], [2, 0.5, 1, 0.75])
    // Best with the individual 9, 5; without it 1, 5.
    assert.equal(figures.auroc, 0.875)
  })

  test('the area is the share of pairs in order', () => {
    const list = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(list, list, (positives, negatives) => {
        const pairs = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0) as number))
        const expected = pairs.reduce((sum, value) => sum + value, 0) / pairs.length
        assert.ok(Math.abs(areaUnderRoc(positives, negatives) - expected) < 1e-12)
      }),
    )
  })

  test('names say sides and encounters', () => {
    assert.deepEqual(['14_leftphoto.jpg', 'DSCN1380_right.jpg', 'a_left_right.jpg', 'cleft.jpg'].map(viewpointOfName), [
      'left',
      'right',
      'unknown',
      'unknown',
    ])
    assert.deepEqual(['328_leftphoto.jpg', 'animal-001_day-02-place-3_left.jpg', 'x.jpg'].map(encounterOfName), [
      '328',
      'day-02-place-3',
      null,
    ])
  })
})

describe('evaluating a matcher', () => {
  const region = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  const photos: LabelledAnnotation[] = Array.from({ length: 40 }, (_, at) => ({
    annotationId: `a${at}`,
    contentHash: `h${at}`,
    encounterId: `E${at}`,
    individual: `I${at % 8}`,
    path: null,
    region,
    viewpoint: at % 16 < 8 ? 'left' : 'right',
    quality: null,
    drawnBy: '',
  }))
  const owner = new Map(photos.map(({ annotationId, individual }) => [annotationId, individual]))

  test('one that knows is right always and calibrated, one that knows nothing is not', async () => {
    const matcher = (similarity: (same: boolean) => number): Matcher => ({
      extractors: ['oracle@1'],
      compare: async (query, candidates) =>
        candidates.map(({ annotationId, viewpoint }) => {
          assert.equal(viewpoint, query.viewpoint)
          const same = owner.get(annotationId) === owner.get(query.annotationId)
          return { annotationId, similarities: { 'oracle@1': similarity(same) } }
        }),
      explain: async () => [],
    })
    const knowing = await evaluateIdentification(
      matcher((same) => (same ? 30 : 3)),
      photos,
      true,
    )
    assert.deepEqual([knowing.top1, knowing.mAP, knowing.auroc, knowing.individuals], [1, 1, 1, 8])
    assert.ok(knowing.ece! < 0.02, String(knowing.ece))
    const blind = await evaluateIdentification(
      matcher(() => 5),
      photos,
      true,
    )
    assert.equal(blind.auroc, 0.5)
    assert.ok(blind.top1 < 0.5)
    assert.deepEqual([knowing.openSet?.precision, knowing.openSet?.recall], [1, 1])
    assert.ok(blind.openSet!.recall < 0.5)
    assert.deepEqual([knowing.method, knowing.shortlistRecall, knowing.shortlists], ['exhaustive', 1, null])
  })

  test('what was compared answers for a shortlist, and for some of its extractors, as if only that had been done', async () => {
    const inOrder = (queryId: string, ids: readonly string[]) =>
      ids.toSorted((a, b) => Number(owner.get(b) === owner.get(queryId)) - Number(owner.get(a) === owner.get(queryId)))
    const seen: string[][] = []
    const matcher: Matcher = {
      extractors: ['good@1', 'bad@1'],
      shortlistBy: 'cheap@1',
      compare: async (query, candidates) => {
        seen.push(candidates.map(({ annotationId }) => annotationId))
        return candidates.map(({ annotationId }) => {
          const same = owner.get(annotationId) === owner.get(query.annotationId)
          return { annotationId, similarities: { 'good@1': same ? 9 : 1, 'bad@1': 5 } }
        })
      },
      // Right answers stand last but two.
      shortlist: async (query, candidates, length) => {
        const ids = inOrder(
          query.annotationId,
          candidates.map(({ annotationId }) => annotationId),
        ).toReversed()
        return [...ids.slice(2), ...ids.slice(0, 2)].slice(0, length)
      },
      explain: async () => [],
    }
    const set = await compareAll(matcher, photos, true)
    const again = JSON.parse(JSON.stringify(set)) as typeof set
    assert.deepEqual(reportOf(again), reportOf(set))
    assert.equal(reportOf(set).top1, 1)
    assert.equal(reportOf(withExtractors(set, ['bad@1'])).auroc, 0.5)
    const ranks = shortlistRanks(set)
    assert.equal(ranks.length, set.queries.filter(({ isKnown }) => isKnown).length)
    for (const [at, { of }] of ranks.entries()) assert.equal(of, seen[at]!.length)
    const lost = withShortlist(set, ranks[0]!.rank! - 1)
    assert.ok(lost.queries[0]!.comparisons.every(({ annotationId }) => owner.get(annotationId) !== owner.get('a0')))
    const report = reportOf(lost)
    assert.ok(report.top1 < 1 && report.shortlistRecall < 1)
    // A lost answer is a wrong answer, not a question that was not asked.
    assert.equal(report.queries, reportOf(set).queries)
  })

  test('halves share no individual, and what one is judged by was fitted without it', async () => {
    const set = await compareAll(
      {
        extractors: ['x@1'],
        compare: async (query, candidates) =>
          candidates.map(({ annotationId }) => {
            const same = owner.get(annotationId) === owner.get(query.annotationId)
            return { annotationId, similarities: { 'x@1': same ? 9 : 1 } }
          }),
        explain: async () => [],
      },
      photos,
      true,
    )
    const [first, second] = heldOutHalves(set, 3)
    assert.equal(first.individuals.size + second.individuals.size, 8)
    for (const individual of first.individuals) assert.ok(!second.individuals.has(individual))
    // Spoiling one half's own pairs changes nothing that it is judged by.
    const spoilt = {
      ...set,
      queries: set.queries.map((query) =>
        first.individuals.has(query.individual)
          ? { ...query, comparisons: query.comparisons.map((c) => ({ ...c, similarities: { 'x@1': 500 } })) }
          : query,
      ),
    }
    assert.deepEqual(heldOutHalves(spoilt, 3)[0].calibrations, first.calibrations)
    assert.notDeepEqual(heldOutHalves(spoilt, 3)[1].calibrations, second.calibrations)
    const generic = fitGeneric([set, { ...set, queries: set.queries.slice(0, 16) }]).get('x@1')!
    assert.ok(applyCalibration(generic, 9) > 0.9 && applyCalibration(generic, 1) < 0.1)
    assert.ok(applyCalibration(atBaseRateOf(set, new Map([['x@1', withBaseRate(generic, 0.9)]])).get('x@1')!, 5) < 0.9)
    assert.deepEqual(shortlistShares([set], 10), [])
  })
})
