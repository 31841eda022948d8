import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Matcher } from '../candidates/matcher.ts'
import { evaluateIdentification, type LabelledAnnotation } from './evaluate.ts'
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
  })
})
