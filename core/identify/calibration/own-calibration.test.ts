import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshProject, hashOf } from '../../../tests/identify/fresh-project.ts'
import { acceptable, decisionFor, planAcceptance, type RankedAnnotation } from '../candidates/accept.ts'
import { settledBy } from '../decisions/write-entry.ts'
import type { ProjectStore } from '../store/project-store.ts'
import {
  applyCalibration,
  fitCalibration,
  fitCalibrations,
  fuseProbability,
  meanOf,
  withBaseRate,
} from './calibrate.ts'
import { chooseCalibration, type CalibrationSet } from './calibration-file.ts'
import { fitOwnCalibration, pairBaseRate, projectCalibration } from './own-calibration.ts'
import { fitProjectOpenSet } from './project-open-set.ts'

const NOW = '2026-06-01T10:00:00Z'
const AUTHOR = { by: 'ana', at: NOW }

const GENERIC: CalibrationSet = {
  kind: 'generic',
  origin: 'a test',
  fittedAt: NOW,
  extractors: new Map([
    ['x@1', fitCalibration(Array.from({ length: 60 }, (_, at) => ({ similarity: at, isSame: at % 5 < at / 12 })))],
    ['y@1', fitCalibration(Array.from({ length: 60 }, (_, at) => ({ similarity: at, isSame: at % 5 < at / 12 })))],
  ]),
}

/** Photos a0 … of `individuals` in turn, all identified, and every pair compared: alike 20 to 49, unlike 0 to 29. */
function settled(store: ProjectStore, photos: number, individuals: number, isReversed = false): void {
  const visit = { startedAt: null, endedAt: null, place: '', position: null, observer: '', notes: '' }
  const { encounterId } = store.saveEncounter(visit)
  const region = { kind: 'box', x: 0, y: 0, width: 1, height: 1 } as const
  for (let at = 0; at < photos; at++) {
    const contentHash = hashOf(`a${at}`)
    store.savePhoto({ contentHash, encounterId, fileName: 'a.jpg', width: 1, height: 1, takenAt: null })
    store.saveAnnotation({ contentHash, region, viewpoint: 'left', quality: null, drawnBy: '' }, `a${at}`)
    store.append(decisionFor(`a${at}`, `I${at % individuals}`, 'imported'), AUTHOR)
  }
  const queries = Array.from({ length: photos }, (_, at) => (isReversed ? photos - 1 - at : at))
  for (const at of queries) {
    const others = Array.from({ length: photos - at - 1 }, (_, step) => at + 1 + step)
    store.rememberComparisons(
      `a${at}`,
      others.map((other) => ({
        annotationId: `a${other}`,
        similarities: { 'x@1': ((at * 7 + other * 13) % 30) + (at % individuals === other % individuals ? 20 : 0) },
      })),
    )
  }
}

describe('a project’s own calibration', () => {
  test('waits for enough pairs of each kind', (context) => {
    const store = freshProject(context)
    settled(store, 12, 3)
    const [fit] = fitOwnCalibration(store, ['x@1'], NOW)
    assert.deepEqual([fit?.same, fit?.different, fit?.reliability], [18, 48, null])
    assert.deepEqual(
      [projectCalibration(store, ['x@1'], null).by, projectCalibration(store, ['x@1'], GENERIC).by],
      [null, 'generic'],
    )
  })

  test('is taken before the shipped one, extractor by extractor; a shipped part is owned up to', (context) => {
    const store = freshProject(context)
    settled(store, 30, 3)
    fitOwnCalibration(store, ['x@1'], NOW)
    assert.equal(projectCalibration(store, ['x@1'], GENERIC).by, 'own')
    const both = projectCalibration(store, ['x@1', 'y@1', 'z@1'], GENERIC)
    assert.deepEqual([both.by, [...both.extractors.keys()]], ['generic', ['x@1', 'y@1']])
    assert.equal(projectCalibration(store, ['z@1'], GENERIC).by, null)
  })

  test('a shipped mean speaks at the project’s base rate, of curves as they were among the shipped sets', (context) => {
    const store = freshProject(context)
    settled(store, 30, 3)
    const compared = Array.from({ length: 400 }, (_, at) => ({
      similarities: { 'x@1': at % 60, 'y@1': (at * 7) % 60 },
      isSame: at % 60 > 40 && (at * 7) % 60 > 20,
    }))
    const generic = { ...GENERIC, extractors: fitCalibrations(['x@1', 'y@1'], compared) }
    const mean = meanOf(['x@1', 'y@1'])
    const shippedMean = generic.extractors.get(mean)!
    const chosen = chooseCalibration(['x@1', 'y@1'], null, generic, shippedMean.baseRate / 10)
    for (let at = 0; at < 60; at += 5)
      assert.ok(
        Math.abs(
          applyCalibration(chosen.extractors.get('x@1')!, at) - applyCalibration(generic.extractors.get('x@1')!, at),
        ) < 1e-12,
      )
    const similarities = { 'x@1': 50, 'y@1': 50 }
    const [here, there] = [
      fuseProbability(chosen.extractors, similarities)!,
      fuseProbability(generic.extractors, similarities)!,
    ]
    assert.ok(here < there && here > 0)
    fitOwnCalibration(store, ['x@1'], NOW)
    const mixed = chooseCalibration(['x@1', 'y@1'], store.calibration(), generic, 0.1)
    assert.equal(mixed.by, 'generic')
    assert.ok(Math.abs(mixed.extractors.get('x@1')!.baseRate - shippedMean.baseRate) < 1e-12)
  })

  test('where pairs of one animal are rarer, the same likeness says less, in the same order', () => {
    const shipped = GENERIC.extractors.get('y@1')!
    const rare = withBaseRate(shipped, 0.001)
    let before = 0
    for (let s = 0; s < 60; s++) {
      const p = applyCalibration(rare, s)
      assert.ok(p <= applyCalibration(shipped, s) + 1e-12 && p >= before)
      before = p
    }
    const there = withBaseRate(rare, shipped.baseRate)
    assert.ok(Math.abs(applyCalibration(there, 28) - applyCalibration(shipped, 28)) < 1e-9)
    assert.throws(() => withBaseRate(shipped, 0), /baseRate/)
    // Two animals seen ten times each: 90 of 190 pairs, and 200 of the prior.
    assert.equal(pairBaseRate([10, 10], 0.05), 100 / 390)
    assert.equal(pairBaseRate([], 0.05), 0.05)
  })

  test('is kept, rises, and says how wrong it is; undoing decisions takes their pairs away', (context) => {
    const store = freshProject(context)
    settled(store, 30, 3)
    const [fit] = fitOwnCalibration(store, ['x@1', 'never-compared@1'], NOW)
    assert.deepEqual([fit?.same, fit?.different], [135, 300])
    assert.ok(fit!.reliability!.ece < 0.1)
    const { same, different, points } = fit!.errors!
    assert.deepEqual([same, different, fit!.reliability!.count], [135, 300, 435])
    // Alike from 20, unlike to 29: between them a third of each kind lies, and the best cut leaves a sixth.
    const worst = points.map((point) => Math.max(point.falseAccepts / different, point.falseRejects / same))
    assert.ok(Math.min(...worst) < 0.25, String(Math.min(...worst)))
    store.saveReliability([fit!])
    assert.deepEqual(store.reliability()[0]?.errors, fit!.errors)
    const kept = projectCalibration(store, ['x@1']).extractors.get('x@1')!
    assert.ok(applyCalibration(kept, 45) > 0.95 && applyCalibration(kept, 5) < 0.05)
    for (const entry of store.log()) store.append({ kind: 'undo', undoes: entry.entryId }, AUTHOR)
    assert.deepEqual(
      fitOwnCalibration(store, ['x@1'], NOW).map(({ same, different }) => [same, different]),
      [[0, 0]],
    )
  })

  test('measures the same whichever pair was compared first', (context) => {
    const measured = [false, true].map((isReversed) => {
      const store = freshProject(context)
      settled(store, 30, 3, isReversed)
      return fitOwnCalibration(store, ['x@1'], NOW)
    })
    assert.deepEqual(measured[0], measured[1])
  })

  test('the open-set rule is fitted on what is settled, each asked with its animal and without', (context) => {
    const store = freshProject(context)
    settled(store, 12, 3)
    assert.equal(fitProjectOpenSet(store, projectCalibration(store, ['x@1'], GENERIC), 0.95), null)
    const large = freshProject(context)
    settled(large, 60, 6)
    fitOwnCalibration(large, ['x@1'], NOW)
    const open = fitProjectOpenSet(large, projectCalibration(large, ['x@1']), 0.95)!
    assert.deepEqual([open.queries, open.newShare, open.rule.queries], [60, 0.1, 120])
    assert.ok(open.rule.reachesTarget && open.rule.precision >= 0.95 && open.rule.recall > 0.5 && open.auroc > 0.8)
    assert.ok(open.rule.precisionLower < open.rule.precision)
  })
})

describe('accepting by a rule', () => {
  const identification = (annotationId: string, probability: number | null): RankedAnnotation => ({
    annotationId,
    candidates: [{ individualId: 'I', annotationId: 'other', similarities: { 'x@1': 9 }, probability }],
  })

  test('only what is sure enough, the surest first; nothing where no probability is said', () => {
    const found = [
      identification('a', 0.95),
      identification('b', 0.4),
      identification('c', null),
      identification('d', 0.99),
    ]
    assert.deepEqual(
      acceptable([...found, { ...identification('e', 1), candidates: [] }], 0.9).map(
        ({ annotationId }) => annotationId,
      ),
      ['d', 'a'],
    )
  })

  test('is planned by the rule where one was measured, and not at all where none is precise enough', () => {
    const found = [identification('a', 0.95), identification('b', 0.6), identification('c', 0.3)]
    const rule = {
      threshold: 0.6,
      precision: 0.98,
      precisionLower: 0.9,
      recall: 0.7,
      taken: 9,
      queries: 20,
      reachesTarget: true,
    }
    const plan = planAcceptance(found, rule, 0.97)
    assert.deepEqual([plan.threshold, plan.precisionLower, plan.matches.length, plan.rest], [0.6, 0.9, 2, 1])
    assert.ok(Math.abs(plan.expectedPrecision! - 0.775) < 1e-12)
    const none = planAcceptance(found, { ...rule, reachesTarget: false }, 0.999)
    assert.deepEqual([none.threshold, none.matches, none.rest, none.expectedPrecision], [null, [], 3, null])
    const unmeasured = planAcceptance(found, null, 0.9)
    assert.deepEqual([unmeasured.threshold, unmeasured.precision, unmeasured.matches.length], [0.9, null, 1])
  })

  test('is recorded as automatic, with what it rested on; and a person’s later word replaces it', (context) => {
    const store = freshProject(context)
    const [match] = acceptable([identification('a', 0.95)], 0.9)
    const entry = store.append(decisionFor('a', 'I', match!), AUTHOR)
    assert.ok(entry.kind === 'decision' && entry.automatic)
    assert.deepEqual([entry.evidence.against, entry.evidence.probability], ['other', 0.95])
    store.append(decisionFor('a', 'J', 'imported', settledBy(store.identity(), ['a'])), AUTHOR)
    assert.deepEqual(store.identity().states.get('a'), { kind: 'identified', individualId: 'J' })
    assert.equal(store.identity().heads.get('a')?.length, 1)
  })
})
